/** A letter in the thread: one line while it is closed, a full card while it is open, and a quiet line where nobody wrote it. */
import { IconPaperclip, IconRobot } from '@tabler/icons-react';
import { memo } from 'react';
import { useTranslation } from 'react-i18next';
import type { EntryId } from '../../../../../shared/model/ids.ts';
import type { Delivery } from '../../../../../shared/model/letter.ts';
import { Avatar } from '../../../../ui/Avatar.tsx';
import { useTimes } from '../../../i18n/times.ts';
import type { AnswerKind } from '../../../letters/answer.ts';
import { useNow } from '../../../sync/use-now.ts';
import type { People } from '../MessageEntry.tsx';
import { DeliveryMark } from './DeliveryLine.tsx';
import classes from './letter.module.css';
import { OpenLetter } from './OpenLetter.tsx';
import { isQuiet, type LetterEntryOf, snippetOf } from './read-letter.ts';
import { type Writer, writerOf } from './writer.ts';

export interface LetterEntryProps {
  entry: LetterEntryOf;
  people: People;
  isOpen: boolean;
  delivery: Delivery | undefined;
  /** of the conversation */
  subject: string | null;
  onToggle(id: EntryId, isOpen: boolean): void;
  /** missing where it cannot be answered from */
  onAnswer?(kind: AnswerKind, seq: number): void;
}

export const LetterEntry = memo(function LetterEntry(props: LetterEntryProps) {
  const { entry, people, isOpen, onToggle } = props;
  const { t } = useTranslation();
  const writer = writerOf(entry, people, t);
  if (isOpen) return <OpenLetter {...props} writer={writer} onClose={() => onToggle(entry.id, false)} />;
  const open = () => onToggle(entry.id, true);
  return isQuiet(entry) ? (
    <QuietLetter entry={entry} writer={writer} onOpen={open} />
  ) : (
    <ClosedLetter {...props} writer={writer} onOpen={open} />
  );
});

interface ClosedProps {
  entry: LetterEntryOf;
  writer: Writer;
  onOpen(): void;
}

function ClosedLetter({ entry, writer, delivery, onOpen }: ClosedProps & { delivery: Delivery | undefined }) {
  const { t } = useTranslation();
  const times = useTimes();
  const now = useNow(60_000);
  const { text, files } = entry.body;
  return (
    <article className={classes.closed}>
      <button type="button" aria-expanded={false} onClick={onOpen}>
        <Avatar id={writer.id} name={writer.name} size={24} />
        <span className="visually-hidden">{t('letter.open', { name: writer.shown })}</span>
        <strong aria-hidden="true">{writer.shown}</strong>
        <span className={classes.snippet} dir="auto">
          {snippetOf(text) || t('letter.noWords')}
        </span>
        {delivery && <DeliveryMark delivery={delivery} />}
        {files.length > 0 && (
          <span className={classes.clip}>
            <IconPaperclip size={14} stroke={1.75} aria-hidden="true" />
            <span aria-hidden="true">{files.length}</span>
            <span className="visually-hidden">{t('letter.files', { count: files.length })}</span>
          </span>
        )}
        <time>{times.when(entry.at, now)}</time>
      </button>
    </article>
  );
}

function QuietLetter({ entry, writer, onOpen }: ClosedProps) {
  const { t } = useTranslation();
  const times = useTimes();
  const { letter } = entry.body;
  const kind = letter.received?.automatic ?? 'auto-generated';
  const subject = letter.subject === '' ? writer.shown : letter.subject;
  return (
    <p className={classes.quiet}>
      <button type="button" aria-expanded={false} onClick={onOpen}>
        <IconRobot size={14} stroke={1.75} aria-hidden="true" />
        <span className={classes.quietWords}>
          {t('letter.quiet', { kind: t(`letter.automatic.${kind}`), subject })}
        </span>
        <time>{times.clock(entry.at)}</time>
      </button>
    </p>
  );
}
