/** Files over HTTP with the visitor's token: up with progress, down as a blob that the page itself never opens. */
import type { fileNameHeader, UploadAnswer } from '../../../../shared/api.ts';
import type { WireError } from '../../../../shared/errors.ts';
import type { FileRef } from '../../../../shared/model/file.ts';
import type { ConversationId } from '../../../../shared/model/ids.ts';

const nameHeader: typeof fileNameHeader = 'x-file-name';

export type Upload = { done: Promise<FileRef | { code: WireError['code'] | 'no_answer' }>; cancel(): void };

export function uploadFile(inboxId: string, token: string, file: File, progress: (share: number) => void): Upload {
  const request = new XMLHttpRequest();
  const done = new Promise<FileRef | { code: WireError['code'] | 'no_answer' }>((resolve) => {
    request.open('POST', `/api/widget/${inboxId}/files`);
    request.setRequestHeader('authorization', `Bearer ${token}`);
    request.setRequestHeader('content-type', 'application/octet-stream');
    request.setRequestHeader(nameHeader, encodeURIComponent(file.name.toWellFormed?.() ?? file.name));
    request.upload.onprogress = (event) => progress(event.lengthComputable ? event.loaded / event.total : 0);
    request.onloadend = () => {
      try {
        const answer = JSON.parse(request.responseText) as UploadAnswer | { error: WireError };
        resolve('file' in answer ? answer.file : { code: answer.error.code });
      } catch {
        resolve({ code: 'no_answer' });
      }
    };
    request.send(file);
  });
  return { done, cancel: () => request.abort() };
}

async function fetchBlob(path: string, token: string): Promise<Blob | null> {
  const response = await fetch(path, { headers: { authorization: `Bearer ${token}` } }).catch(() => null);
  return response?.ok ? response.blob() : null;
}

/** An address that only an <img> is given. */
export async function fetchImage(inboxId: string, token: string, file: FileRef): Promise<string | null> {
  const blob = await fetchBlob(`/api/widget/${inboxId}/files/${file.id}`, token);
  return blob && URL.createObjectURL(blob);
}

/** Saves a file. Whatever is in it, the browser is told that it is bytes, so it is stored and never shown. */
export async function saveFile(inboxId: string, token: string, file: FileRef): Promise<boolean> {
  return save(await fetchBlob(`/api/widget/${inboxId}/files/${file.id}`, token), file.name);
}

export async function saveTranscript(inboxId: string, token: string, id: ConversationId, name: string) {
  return save(await fetchBlob(`/api/widget/${inboxId}/conversations/${id}/transcript`, token), name);
}

function save(blob: Blob | null, name: string): boolean {
  if (!blob) return false;
  const address = URL.createObjectURL(new Blob([blob], { type: 'application/octet-stream' }));
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
  return true;
}
