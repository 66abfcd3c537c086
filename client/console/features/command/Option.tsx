/** One line of the command menu: what it is, what it does, and its key. */
import { useTranslation } from 'react-i18next';
import type { Snippet } from '../../../../shared/model/search.ts';
import { ChannelIcon } from '../../../ui/ChannelIcon.tsx';
import { cx } from '../../../ui/cx.ts';
import { KeyCaps } from '../../app/KeyCaps.tsx';
import { useTimes } from '../../i18n/times.ts';
import { useNow } from '../../sync/use-now.ts';
import { lastAt } from '../../sync/views.ts';
import type { Item } from './build-groups.ts';
import classes from './command.module.css';
import { iconOf } from './icon-of.ts';

export interface OptionProps {
  id: string;
  item: Item;
  isChosen: boolean;
  onRun(): void;
  onPoint(): void;
}

/** The focus stays in the text field, which says which option is chosen; a pointer needs no focus. */
export function Option({ id, item, isChosen, onRun, onPoint }: OptionProps) {
  return (
    <div
      id={id}
      role="option"
      tabIndex={-1}
      aria-selected={isChosen}
      className={cx(classes.option, isChosen && classes.chosen)}
      onPointerMove={isChosen ? undefined : onPoint}
      onPointerDown={(event) => event.preventDefault()}
      onClick={onRun}
      onKeyDown={undefined}
    >
      {item.kind === 'command' ? (
        <>
          <CommandIcon id={item.command.id} />
          <span className={classes.name}>
            <Marked text={item.command.label} marks={item.marks} />
          </span>
          <span className={classes.effect}>{item.command.effect}</span>
          {item.command.keys && <KeyCaps keys={item.command.keys} />}
        </>
      ) : item.kind === 'conversation' ? (
        <Conversation item={item} />
      ) : (
        <Entry item={item} />
      )}
    </div>
  );
}

function CommandIcon({ id }: { id: string }) {
  const Icon = iconOf(id);
  return <Icon size={16} stroke={1.75} className={classes.icon} aria-hidden="true" />;
}

function Conversation({ item: { row, marks } }: { item: Extract<Item, { kind: 'conversation' }> }) {
  const { t } = useTranslation();
  const times = useTimes();
  const now = useNow(60_000);
  const { customer, number, channel, status } = row.conversation;
  return (
    <>
      <ChannelIcon channel={channel} />
      <span className={classes.name}>
        <Marked text={customer.name} marks={marks} /> #{number}
      </span>
      <span className={classes.effect}>
        {status === 'closed' ? `${t('inbox.closed')} · ` : ''}
        {row.preview?.text}
      </span>
      <span className={classes.age}>{times.age(lastAt(row), now)}</span>
    </>
  );
}

function Entry({ item: { found } }: { item: Extract<Item, { kind: 'entry' }> }) {
  const { t } = useTranslation();
  const times = useTimes();
  const now = useNow(60_000);
  const { entry, customerName, number, snippet } = found;
  return (
    <>
      <ChannelIcon channel={entry.channel} />
      <span className={classes.name}>
        {customerName} #{number}
      </span>
      <span className={classes.effect}>
        {snippet === null ? t('search.unquoted') : <Marked {...nearFirst(snippet)} />}
      </span>
      <span className={classes.age}>{times.age(entry.at, now)}</span>
    </>
  );
}

/** A narrow line shows what was found, not what stands far before it. */
const LEAD = 24;
function nearFirst({ text, marks }: Snippet): Snippet {
  const [first = 0] = marks[0] ?? [];
  const from = first <= LEAD ? 0 : text.lastIndexOf(' ', first - LEAD / 2) + 1 || first - LEAD;
  if (from === 0) return { text, marks };
  const moved = marks.map(([start, end]): [number, number] => [start - from + 2, end - from + 2]);
  return { text: `… ${text.slice(from)}`, marks: moved };
}

function Marked({ text, marks }: { text: string; marks: [number, number][] }) {
  // Two words side by side are one place to look at.
  const joined: [number, number][] = [];
  for (const [start, end] of marks) {
    const last = joined.at(-1);
    if (last && text.slice(last[1], start).trim() === '') last[1] = end;
    else joined.push([start, end]);
  }
  let from = 0;
  const parts = joined.flatMap(([start, end]) => {
    const before = text.slice(from, start);
    from = end;
    return [before, <mark key={start}>{text.slice(start, end)}</mark>];
  });
  return (
    <>
      {parts}
      {text.slice(from)}
    </>
  );
}
