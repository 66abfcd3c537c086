/** One conversation that was found, with what matched marked. */
import { useTranslation } from 'react-i18next';
import type { ConversationRow } from '../../../../shared/model/conversation.ts';
import { findMatches } from '../../../../shared/search-text.ts';
import { Avatar } from '../../../ui/Avatar.tsx';
import { ChannelDisc } from '../../../ui/ChannelDisc.tsx';
import { cx } from '../../../ui/cx.ts';
import { useTimes } from '../../i18n/times.ts';
import { lastAt } from '../../sync/views.ts';
import classes from './search.module.css';

export interface FoundCardProps {
  row: ConversationRow;
  text: string;
  now: number;
  isChosen: boolean;
  onOpen(row: ConversationRow): void;
}

export function FoundCard({ row, text, now, isChosen, onOpen }: FoundCardProps) {
  const { t } = useTranslation();
  const times = useTimes();
  const { conversation, preview } = row;
  const { customer, number, status } = conversation;
  return (
    <div
      id={`found-${conversation.id}`}
      role="option"
      aria-selected={isChosen}
      tabIndex={-1}
      className={cx(classes.card, isChosen && classes.chosen)}
      onPointerDown={(event) => event.preventDefault()}
      onClick={() => onOpen(row)}
      onKeyDown={(event) => event.key === 'Enter' && onOpen(row)}
    >
      <Avatar id={customer.id} name={customer.name} mark={<ChannelDisc channel={conversation.channel} />} />
      <span className={classes.words}>
        <span className={classes.top}>
          <span className={classes.name}>
            <Marked text={customer.name} typed={text} />
          </span>
          <span className={classes.number}>
            <Marked text={`#${number}`} typed={text.replace(/^#\s*/, '')} />
          </span>
          {status === 'closed' && <span className={classes.closed}>{t('inbox.closed')}</span>}
          <time className={classes.age}>{times.age(lastAt(row), now)}</time>
        </span>
        <span className={classes.preview}>
          {customer.email && findMatches(customer.email.value, text).length > 0 ? (
            <Marked text={customer.email.value} typed={text} />
          ) : (
            preview?.text || t('inbox.noMessage')
          )}
        </span>
      </span>
    </div>
  );
}

function Marked({ text, typed }: { text: string; typed: string }) {
  const parts: { from: number; words: string; isMatch: boolean }[] = [];
  let at = 0;
  for (const [from, to] of findMatches(text, typed)) {
    parts.push(
      { from: at, words: text.slice(at, from), isMatch: false },
      { from, words: text.slice(from, to), isMatch: true },
    );
    at = to;
  }
  parts.push({ from: at, words: text.slice(at), isMatch: false });
  return parts.map(({ from, words, isMatch }) =>
    isMatch ? <mark key={`m${from}`}>{words}</mark> : <span key={`p${from}`}>{words}</span>,
  );
}
