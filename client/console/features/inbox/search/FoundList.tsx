/** What was found, in groups: customers, conversations, messages with the words marked. */
import { IconLock } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Avatar } from '../../../../ui/Avatar.tsx';
import { ChannelDisc } from '../../../../ui/ChannelDisc.tsx';
import { cx } from '../../../../ui/cx.ts';
import { useTimes } from '../../../i18n/times.ts';
import { useNow } from '../../../sync/use-now.ts';
import type { FoundItem } from './found-items.ts';
import { Marks } from './Marks.tsx';
import classes from './search.module.css';

export interface FoundListProps {
  items: readonly FoundItem[];
  chosen: FoundItem | undefined;
  label: string;
  onOpen(item: FoundItem): void;
}

const groups = ['customer', 'conversation', 'entry'] as const;

/** The focus stays in the text field, which says which one is chosen. */
export function FoundList({ items, chosen, label, onOpen }: FoundListProps) {
  const { t } = useTranslation();
  return (
    <div id="found" role="listbox" aria-label={label} className={classes.found}>
      {groups.map((kind) => {
        const own = items.filter((item) => item.kind === kind);
        if (own.length === 0) return null;
        return (
          <fieldset key={kind} aria-label={t(`search.groups.${kind}`)} className={classes.group}>
            <div aria-hidden="true" className={classes.groupName}>
              {t(`search.groups.${kind}`)}
            </div>
            {own.map((item) => (
              <div
                key={item.key}
                id={`found-${item.key}`}
                role="option"
                aria-selected={item === chosen}
                tabIndex={-1}
                className={cx(classes.card, item === chosen && classes.chosen)}
                onPointerDown={(event) => event.preventDefault()}
                onClick={() => onOpen(item)}
                onKeyDown={(event) => event.key === 'Enter' && onOpen(item)}
              >
                <Found item={item} />
              </div>
            ))}
          </fieldset>
        );
      })}
    </div>
  );
}

function Found({ item }: { item: FoundItem }) {
  const { t } = useTranslation();
  const times = useTimes();
  const now = useNow(60_000);
  switch (item.kind) {
    case 'customer': {
      const { id, name, email, conversations, marks } = item.customer;
      return (
        <Card
          avatar={<Avatar id={id} name={name} />}
          name={<Marks text={name} marks={marks.name} />}
          words={email === null ? null : <Marks text={email} marks={marks.email} />}
          age={t('list.foundCount', { count: conversations })}
        />
      );
    }
    case 'conversation': {
      const { conversation, preview, lastAt } = item.row;
      const { customer, channel, number, status, subject } = conversation;
      return (
        <Card
          avatar={<Avatar id={customer.id} name={customer.name} mark={<ChannelDisc channel={channel} />} />}
          name={customer.name}
          number={number}
          isClosed={status === 'closed'}
          words={subject ?? preview?.text ?? t(channel === 'phone' ? 'inbox.call' : 'inbox.noMessage')}
          age={times.age(lastAt, now)}
        />
      );
    }
    case 'entry': {
      const { entry, customerName, number, status, snippet, subject } = item.found;
      const { author, kind, at, channel } = entry;
      const by = author.kind === 'customer' ? customerName : author.name;
      return (
        <Card
          avatar={
            <Avatar id={item.found.conversationId} name={customerName} mark={<ChannelDisc channel={channel} />} />
          }
          name={customerName}
          number={number}
          isClosed={status === 'closed'}
          age={times.age(at, now)}
          isTall
          words={
            <>
              {kind === 'note' && <IconLock size={12} stroke={2} aria-label={t('search.note')} />}
              {author.kind !== 'customer' && by !== '' && `${t('list.by', { name: by })} `}
              {subject && subject.marks.length > 0 && (
                <>
                  <Marks {...subject} />
                  {' · '}
                </>
              )}
              {(kind === 'voicemail' || kind === 'call') && `${t(`search.said.${kind}`)} `}
              {snippet === null ? t('search.unquoted') : <Marks {...snippet} />}
            </>
          }
        />
      );
    }
  }
}

interface CardProps {
  avatar: ReactNode;
  name: ReactNode;
  number?: number;
  isClosed?: boolean;
  words: ReactNode;
  age: string;
  /** two lines of words */
  isTall?: boolean;
}

function Card({ avatar, name, number, isClosed = false, words, age, isTall = false }: CardProps) {
  const { t } = useTranslation();
  return (
    <>
      {avatar}
      <span className={classes.words}>
        <span className={classes.top}>
          <span className={classes.name}>{name}</span>
          {number !== undefined && <span className={classes.number}>#{number}</span>}
          {isClosed && <span className={classes.closed}>{t('inbox.closed')}</span>}
          <span className={classes.age}>{age}</span>
        </span>
        {words !== null && <span className={cx(classes.preview, isTall && classes.tall)}>{words}</span>}
      </span>
    </>
  );
}
