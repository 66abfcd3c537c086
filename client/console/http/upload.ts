/** Uploads one file as raw bytes and tells how far it is; fetch cannot, so this is XMLHttpRequest. */
import type { fileNameHeader, UploadAnswer } from '../../../shared/api.ts';
import type { FileRef } from '../../../shared/model/file.ts';
import { ApiError, readError } from './api.ts';

// Written out so that no schema is loaded for a string; the type keeps the two equal.
const nameHeader: typeof fileNameHeader = 'x-file-name';

export interface Upload<T = FileRef> {
  done: Promise<T>;
  cancel(): void;
}

export function uploadFile(file: File, onProgress: (share: number) => void): Upload {
  const { done, cancel } = uploadTo<UploadAnswer>('/api/files', file, onProgress);
  return { done: done.then((answer) => answer.file), cancel };
}

/** Answers what the server says. */
export function uploadTo<T>(path: string, file: File, onProgress: (share: number) => void): Upload<T> {
  const request = new XMLHttpRequest();
  const done = new Promise<T>((resolve, reject) => {
    request.upload.onprogress = (event) => {
      if (event.lengthComputable) onProgress(event.loaded / event.total);
    };
    request.onload = () => {
      const answer: unknown = parse(request.responseText);
      if (request.status >= 200 && request.status < 300) resolve(answer as T);
      else reject(new ApiError(readError(answer)));
    };
    request.onerror = () => reject(new ApiError(readError(null)));
    request.onabort = () => reject(new ApiError(readError(null)));
    request.open('POST', path);
    request.setRequestHeader('content-type', 'application/octet-stream');
    request.setRequestHeader(nameHeader, encodeURIComponent(file.name));
    request.send(file);
  });
  return { done, cancel: () => request.abort() };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
