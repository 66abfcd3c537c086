/** Files that are on their way to the server while something is written; what has arrived belongs to the draft. */
import { useRef, useState } from 'react';
import type { WireError } from '../../../../shared/errors.ts';
import { limits } from '../../../../shared/limits.ts';
import type { FileRef } from '../../../../shared/model/file.ts';
import { toWireError } from '../../http/api.ts';
import { type Upload, uploadFile } from '../../http/upload.ts';

export interface Attachment {
  key: string;
  name: string;
  size: number;
  state: { kind: 'sending'; share: number } | { kind: 'failed'; error: WireError };
  /** to try again with */
  file: File;
}

export function useAttachments(ready: readonly FileRef[], onReady: (file: FileRef) => void) {
  const [list, setList] = useState<Attachment[]>([]);
  const uploads = useRef(new Map<string, Upload>());
  const nextKey = useRef(0);

  function drop(key: string): void {
    uploads.current.delete(key);
    setList((known) => known.filter((each) => each.key !== key));
  }

  function put(attachment: Attachment): void {
    setList((known) =>
      known.some((each) => each.key === attachment.key)
        ? known.map((each) => (each.key === attachment.key ? attachment : each))
        : [...known, attachment],
    );
  }

  function start(file: File, key: string): void {
    const about = { key, name: file.name, size: file.size, file };
    if (file.size > limits.fileBytes) {
      put({ ...about, state: { kind: 'failed', error: { code: 'too_large', message: 'too large' } } });
      return;
    }
    put({ ...about, state: { kind: 'sending', share: 0 } });
    const upload = uploadFile(file, (share) => {
      if (uploads.current.get(key) === upload) put({ ...about, state: { kind: 'sending', share } });
    });
    uploads.current.set(key, upload);
    upload.done
      .then((ref) => {
        if (uploads.current.get(key) !== upload) return;
        drop(key);
        onReady(ref);
      })
      .catch((fault: unknown) => {
        if (uploads.current.get(key) === upload)
          put({ ...about, state: { kind: 'failed', error: toWireError(fault) } });
      });
  }

  return {
    list,
    /** false when there would be too many */
    add(files: readonly File[]): boolean {
      if (ready.length + list.length + files.length > limits.filesPerMessage) return false;
      for (const file of files) {
        nextKey.current += 1;
        start(file, String(nextKey.current));
      }
      return true;
    },
    cancel(key: string): void {
      const upload = uploads.current.get(key);
      drop(key);
      upload?.cancel();
    },
    retry({ file, key }: Attachment): void {
      start(file, key);
    },
    clear(): void {
      for (const { key } of list) drop(key);
    },
    isSending: list.some((each) => each.state.kind === 'sending'),
  };
}
export type Attachments = ReturnType<typeof useAttachments>;
