/** Files that are on their way to the server while a reply is written. */
import { useRef, useState } from 'react';
import type { WireError } from '../../../../shared/errors.ts';
import { limits } from '../../../../shared/limits.ts';
import type { FileRef } from '../../../../shared/model/file.ts';
import { toWireError } from '../../http/api.ts';
import { type Upload, uploadFile } from '../../http/upload.ts';

export interface Attachment {
  key: number;
  name: string;
  size: number;
  state: { kind: 'sending'; share: number } | { kind: 'ready'; ref: FileRef } | { kind: 'failed'; error: WireError };
}

export function useAttachments() {
  const [list, setList] = useState<Attachment[]>([]);
  const uploads = useRef(new Map<number, Upload>());
  const nextKey = useRef(0);

  function setState(key: number, state: Attachment['state']): void {
    setList((known) => known.map((each) => (each.key === key ? { ...each, state } : each)));
  }

  function start(file: File): void {
    nextKey.current += 1;
    const key = nextKey.current;
    const about = { key, name: file.name, size: file.size };
    if (file.size > limits.fileBytes) {
      const error = { code: 'too_large', message: 'too large' } as const;
      setList((known) => [...known, { ...about, state: { kind: 'failed', error } }]);
      return;
    }
    setList((known) => [...known, { ...about, state: { kind: 'sending', share: 0 } }]);
    const upload = uploadFile(file, (share) => setState(key, { kind: 'sending', share }));
    uploads.current.set(key, upload);
    upload.done
      .then((ref) => setState(key, { kind: 'ready', ref }))
      .catch((fault) => setState(key, { kind: 'failed', error: toWireError(fault) }));
  }

  return {
    list,
    /** false when there would be too many */
    add(files: readonly File[]): boolean {
      if (list.length + files.length > limits.filesPerMessage) return false;
      for (const file of files) start(file);
      return true;
    },
    remove(key: number): void {
      uploads.current.get(key)?.cancel();
      uploads.current.delete(key);
      setList((known) => known.filter((each) => each.key !== key));
    },
    clear(): void {
      uploads.current.clear();
      setList([]);
    },
    isSending: list.some((each) => each.state.kind === 'sending'),
    refs: list.flatMap((each) => (each.state.kind === 'ready' ? [each.state.ref] : [])),
  };
}
