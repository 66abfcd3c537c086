/** To, Cc, Bcc and subject; what is seldom needed appears when it is asked for, or used. */
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { limits } from '../../../../../shared/limits.ts';
import type { Address, LetterDraft } from '../../../../../shared/model/letter.ts';
import { AddressField } from './AddressField.tsx';
import classes from './letter.module.css';

type Head = Omit<LetterDraft, 'html'>;

export interface LetterFieldsProps {
  letter: Head;
  known: readonly Address[];
  /** it is not there before */
  isSubjectNeeded: boolean;
  autoFocus?: boolean;
  onChange(part: Partial<Head>): void;
  onUnread(isUnread: boolean): void;
}

const kinds = ['to', 'cc', 'bcc'] as const;
type Kind = (typeof kinds)[number];
const placeholders = { to: 'addRecipient', cc: 'addCc', bcc: 'addBcc' } as const;

export function LetterFields({ letter, known, isSubjectNeeded, autoFocus, onChange, onUnread }: LetterFieldsProps) {
  const { t } = useTranslation();
  const [asked, setAsked] = useState<ReadonlySet<Kind | 'subject'>>(new Set());
  const [unread, setUnread] = useState<ReadonlySet<Kind>>(new Set());
  const isShown = (kind: Kind): boolean => kind === 'to' || letter[kind].length > 0 || asked.has(kind);
  const isSubjectShown = isSubjectNeeded || asked.has('subject');

  function setUnreadOf(kind: Kind, isUnread: boolean): void {
    const next = new Set(unread);
    if (isUnread) next.add(kind);
    else next.delete(kind);
    setUnread(next);
    onUnread(next.size > 0);
  }

  const toggle = (kind: 'cc' | 'bcc' | 'subject') => (
    <button key={kind} type="button" className={classes.more} onClick={() => setAsked(new Set(asked).add(kind))}>
      {t(`letter.${kind}`)}
    </button>
  );
  return (
    <div className={classes.fields}>
      {kinds.filter(isShown).map((kind) => (
        <AddressField
          key={kind}
          label={t(`letter.${kind}`)}
          placeholder={t(`letter.${placeholders[kind]}`)}
          value={letter[kind]}
          known={known}
          autoFocus={kind === 'to' ? autoFocus : asked.has(kind)}
          onChange={(value) => onChange({ [kind]: value })}
          onUnread={(isUnread) => setUnreadOf(kind, isUnread)}
        >
          {kind === 'to' && (
            <span className={classes.mores}>
              {!isShown('cc') && toggle('cc')}
              {!isShown('bcc') && toggle('bcc')}
              {!isSubjectShown && toggle('subject')}
            </span>
          )}
        </AddressField>
      ))}
      {isSubjectShown && (
        <SubjectField
          value={letter.subject}
          isAsked={asked.has('subject')}
          onChange={(subject) => onChange({ subject })}
        />
      )}
    </div>
  );
}

interface SubjectFieldProps {
  value: string;
  /** somebody asked for it and goes on there */
  isAsked: boolean;
  onChange(value: string): void;
}

function SubjectField({ value, isAsked, onChange }: SubjectFieldProps) {
  const { t } = useTranslation();
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => {
    if (isAsked) field.current?.focus();
  }, [isAsked]);
  return (
    <label className={classes.row}>
      <span className={classes.label}>{t('letter.subject')}</span>
      <input
        ref={field}
        className={classes.subject}
        value={value}
        maxLength={limits.subject}
        dir="auto"
        onChange={(event) => onChange(event.currentTarget.value)}
      />
    </label>
  );
}
