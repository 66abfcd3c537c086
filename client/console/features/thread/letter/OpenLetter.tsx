/** A letter that stands open: who wrote to whom, what to beware of, the words, the files, and what became of it. */
import {
  IconArrowBackUp,
  IconArrowBackUpDouble,
  IconArrowForwardUp,
  IconCheck,
  IconChevronUp,
  IconCode,
  IconFileDownload,
} from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Address, Delivery } from '../../../../../shared/model/letter.ts';
import { Avatar } from '../../../../ui/Avatar.tsx';
import { useTimes } from '../../../i18n/times.ts';
import { formatAddress } from '../../../letters/addresses.ts';
import type { AnswerKind } from '../../../letters/answer.ts';
import { useNow } from '../../../sync/use-now.ts';
import { EntryMenu, type EntryMenuItem } from '../EntryMenu.tsx';
import { placeOf } from '../moving/movable.ts';
import { DeliveryLine } from './DeliveryLine.tsx';
import { LetterBody } from './LetterBody.tsx';
import { LetterNotices } from './LetterNotices.tsx';
import classes from './letter.module.css';
import { type LetterEntryOf, newSubject } from './read-letter.ts';
import { SenderMark } from './SenderMark.tsx';
import type { Writer } from './writer.ts';

export interface OpenLetterProps {
  entry: LetterEntryOf;
  writer: Writer;
  delivery: Delivery | undefined;
  subject: string | null;
  onClose(): void;
  /** missing where it cannot be answered from */
  onAnswer?(kind: AnswerKind, seq: number): void;
}

const icon = { size: 16, stroke: 1.75 } as const;

export function OpenLetter({ entry, writer, delivery, subject, onClose, onAnswer }: OpenLetterProps) {
  const { t } = useTranslation();
  const times = useTimes();
  const now = useNow(60_000);
  const [isPlain, setPlain] = useState(false);
  const { letter, text } = entry.body;
  const changed = newSubject(letter, subject);
  return (
    <article className={classes.open} aria-label={t('letter.frame', { name: writer.shown })}>
      <header className={classes.head}>
        <Avatar id={writer.id} name={writer.name} size={24} />
        <div className={classes.who}>
          <p>
            <strong>{writer.shown}</strong>{' '}
            {letter.from && <span className={classes.address}>{letter.from.address}</span>}{' '}
            <SenderMark letter={letter} />
          </p>
          <p className={classes.recipients} dir="auto">
            {describeRecipients()}
          </p>
        </div>
        {writer.isTeam && !delivery && (
          <span className={classes.receipt}>
            <IconCheck size={13} stroke={2} aria-hidden="true" /> {t('letter.sent')}
          </span>
        )}
        <time title={times.full(entry.at)}>{times.when(entry.at, now)}</time>
        <EntryMenu label={t('reading.entryMenu')} place={placeOf(entry)} text={text} more={listMore()} />
        <button type="button" className={classes.fold} aria-expanded aria-label={t('letter.close')} onClick={onClose}>
          <IconChevronUp {...icon} aria-hidden="true" />
        </button>
      </header>
      <div className={classes.body}>
        {changed !== null && (
          <p className={classes.subject} dir="auto">
            {changed === '' ? t('letter.noSubject') : changed}
          </p>
        )}
        <LetterNotices letter={letter} />
        <LetterBody entry={entry} writer={writer} isPlain={isPlain} />
        {delivery && <DeliveryLine conversationId={entry.conversationId} delivery={delivery} />}
      </div>
    </article>
  );

  function describeRecipients(): string {
    const list = (key: 'toShort' | 'ccShort' | 'bccShort', addresses: readonly Address[] = []) =>
      addresses.length > 0 ? t(`letter.${key}`, { names: addresses.map(formatAddress).join(', ') }) : null;
    return [list('toShort', letter.to), list('ccShort', letter.cc), list('bccShort', letter.bcc)]
      .filter(Boolean)
      .join(' · ');
  }

  function listMore(): EntryMenuItem[] {
    const answer = (kind: AnswerKind, glyph: EntryMenuItem['icon']): EntryMenuItem[] =>
      onAnswer
        ? [{ key: kind, label: t(`letter.kind.${kind}`), icon: glyph, onClick: () => onAnswer(kind, entry.seq) }]
        : [];
    return [
      ...answer('reply', <IconArrowBackUp {...icon} />),
      ...answer('reply-all', <IconArrowBackUpDouble {...icon} />),
      ...answer('forward', <IconArrowForwardUp {...icon} />),
      ...(letter.html === null
        ? []
        : [
            {
              key: 'plain',
              label: t(isPlain ? 'letter.showHtml' : 'letter.showPlain'),
              icon: <IconCode {...icon} />,
              onClick: () => setPlain(!isPlain),
            },
          ]),
      ...(letter.source === null
        ? []
        : [
            {
              key: 'source',
              label: t('letter.source'),
              icon: <IconFileDownload {...icon} />,
              href: `/files/${letter.source}`,
            },
          ]),
    ];
  }
}
