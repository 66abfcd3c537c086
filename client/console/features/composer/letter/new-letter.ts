/** The one new letter that somebody is writing, kept in this browser until it is sent. */
import { useCallback, useEffect, useState } from 'react';
import type { FileRef } from '../../../../../shared/model/file.ts';
import type { LetterDraft } from '../../../../../shared/model/letter.ts';

export interface NewLetterKept {
  /** the same for every attempt, so that it is one conversation */
  clientId: string;
  inboxId: string | null;
  letter: Omit<LetterDraft, 'html'>;
  words: string;
  text: string;
  files: FileRef[];
  isSigned: boolean;
}

type Change = (make: (kept: NewLetterKept) => Partial<NewLetterKept>) => void;

export function useNewLetter(
  userId: string,
  newId: () => string,
): { kept: NewLetterKept; change: Change; forget(): void } {
  const key = `parley.newLetter.${userId}`;
  const [kept, setKept] = useState(() =>
    readKept(
      attempt(() => localStorage.getItem(key)),
      newId,
    ),
  );
  const [isSent, setSent] = useState(false);
  useEffect(() => {
    attempt(() => (isSent ? localStorage.removeItem(key) : localStorage.setItem(key, JSON.stringify(kept))));
  }, [key, kept, isSent]);
  return {
    kept,
    change: useCallback((make) => setKept((now) => ({ ...now, ...make(now) })), []),
    forget: () => {
      attempt(() => localStorage.removeItem(key));
      setSent(true);
    },
  };
}

/** Whatever is kept, every field comes out as it should be. */
export function readKept(text: string | null, newId: () => string): NewLetterKept {
  const kept = (attempt(() => JSON.parse(text ?? 'null') as Partial<NewLetterKept> | null) ??
    {}) as Partial<NewLetterKept>;
  const { subject = '', to = [], cc = [], bcc = [] } = kept.letter ?? {};
  return {
    clientId: typeof kept.clientId === 'string' ? kept.clientId : newId(),
    inboxId: kept.inboxId ?? null,
    letter: { subject, to, cc, bcc },
    words: kept.words ?? '',
    text: kept.text ?? '',
    files: kept.files ?? [],
    isSigned: kept.isSigned ?? true,
  };
}

/** A browser that refuses to keep anything loses it with the page. */
function attempt<T>(run: () => T): T | null {
  try {
    return run();
  } catch {
    return null;
  }
}
