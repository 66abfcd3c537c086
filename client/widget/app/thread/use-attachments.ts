/** Files on their way up: started as they are chosen, named in the message when all have arrived. */
import { useEffect, useRef, useState } from 'preact/hooks';
import { limits } from '../../../../shared/limits.ts';
import type { FileRef } from '../../../../shared/model/file.ts';
import { useApp } from '../context.ts';
import { uploadFile } from '../sync/files.ts';
import { tellSize } from './sizes.ts';

export interface Attachment {
  key: number;
  name: string;
  file: File;
  state: { kind: 'going'; share: number } | { kind: 'there'; ref: FileRef } | { kind: 'failed'; why: string };
}

export interface Attachments {
  list: Attachment[];
  add(files: Iterable<File>): void;
  retry(attachment: Attachment): void;
  remove(attachment: Attachment): void;
  /** empties the tray and gives what has arrived */
  take(): FileRef[];
  isReady: boolean;
}

export function useAttachments(): Attachments {
  const { inboxId, visitor, words } = useApp();
  const [list, setList] = useState<Attachment[]>([]);
  const cancels = useRef(new Map<number, () => void>());
  const nextKey = useRef(0);

  useEffect(() => {
    const running = cancels.current;
    return () => {
      for (const cancel of running.values()) cancel();
    };
  }, []);

  function change(key: number, state: Attachment['state']) {
    setList((before) => before.map((one) => (one.key === key ? { ...one, state } : one)));
  }

  async function start({ key, file }: Pick<Attachment, 'key' | 'file'>) {
    if (file.size > limits.fileBytes)
      return change(key, { kind: 'failed', why: words.tooLarge(tellSize(limits.fileBytes)) });
    change(key, { kind: 'going', share: 0 });
    await visitor.begin();
    const token = visitor.token();
    if (!token) return change(key, { kind: 'failed', why: words.notSent });
    const upload = uploadFile(inboxId, token, file, (share) => change(key, { kind: 'going', share }));
    cancels.current.set(key, upload.cancel);
    const result = await upload.done;
    cancels.current.delete(key);
    if ('id' in result) change(key, { kind: 'there', ref: result });
    else change(key, { kind: 'failed', why: explain(result.code) });
  }

  function explain(code: string): string {
    if (code === 'unsupported_type') return words.wrongType;
    return code === 'too_large' ? words.tooLarge(tellSize(limits.fileBytes)) : words.notSent;
  }

  return {
    list,
    isReady: list.every(({ state }) => state.kind === 'there'),
    add(files) {
      const room = limits.filesPerMessage - list.length;
      const added = Array.from(files, (file, at): Attachment => {
        nextKey.current += 1;
        const why = words.tooManyFiles(limits.filesPerMessage);
        const state: Attachment['state'] = at < room ? { kind: 'going', share: 0 } : { kind: 'failed', why };
        return { key: nextKey.current, name: file.name, file, state };
      });
      setList((before) => [...before, ...added]);
      for (const one of added) if (one.state.kind === 'going') void start(one);
    },
    retry: (attachment) => void start(attachment),
    remove({ key }) {
      cancels.current.get(key)?.();
      setList((before) => before.filter((one) => one.key !== key));
    },
    take() {
      setList([]);
      return list.flatMap(({ state }) => (state.kind === 'there' ? [state.ref] : []));
    },
  };
}
