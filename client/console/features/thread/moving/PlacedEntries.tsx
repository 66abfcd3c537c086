/** Entries that stand in another conversation and are read here: fetched when they come into sight, with where they came from. */
import { IconArrowForward } from '@tabler/icons-react';
import { Fragment, useEffect, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { AgentEntry } from '../../../../../shared/model/entry.ts';
import type { ConversationId, EntryId } from '../../../../../shared/model/ids.ts';
import type { Delivery } from '../../../../../shared/model/letter.ts';
import type { Placement } from '../../../../../shared/model/placement.ts';
import type { EntryPlace } from '../../../../../shared/placements.ts';
import { useShell } from '../../../app/shell-context.ts';
import { useDesk } from '../../../sync/use-desk.ts';
import { buildItems, type EntryItem, holds } from '../items.ts';
import { LetterEntry } from '../letter/LetterEntry.tsx';
import { isLetter } from '../letter/read-letter.ts';
import { MessageEntry, type People } from '../MessageEntry.tsx';
import { NoteEntry } from '../NoteEntry.tsx';
import marks from '../thread.module.css';
import { MoveBack } from './MoveBack.tsx';
import classes from './moving.module.css';

export interface PlacedEntriesProps {
  here: ConversationId;
  placement: Placement;
  /** changes when what is read here may have become less */
  version: number;
  people: People;
  subject: string | null;
  deliveries: ReadonlyMap<EntryId, Delivery>;
  /** an entry that the address names */
  marked: EntryPlace | null;
}

interface Read {
  entries: AgentEntry[];
  earlier: boolean;
}

export function PlacedEntries({ here, placement, version, people, subject, deliveries, marked }: PlacedEntriesProps) {
  const { t } = useTranslation();
  const desk = useDesk();
  const shell = useShell();
  const [read, setRead] = useState<Read | 'failed' | null>(null);
  const [opened, setOpened] = useState<ReadonlyMap<EntryId, boolean>>(new Map());

  // biome-ignore lint/correctness/useExhaustiveDependencies: it is read anew for another version
  useEffect(() => {
    let isCurrent = true;
    void desk.placements.read(here, placement.id).then((answer) => {
      if (isCurrent) setRead(answer.ok ? answer.value : 'failed');
    });
    return () => {
      isCurrent = false;
    };
  }, [desk, here, placement.id, version]);

  const known = read === 'failed' ? null : read;
  const items = useMemo(
    () => buildItems({ entries: known?.entries ?? [], earlier: false, unreadAfter: null }),
    [known],
  );
  const newest = known?.entries.at(-1)?.id;
  return (
    <section className={classes.placed} aria-label={t('moving.cameFrom', { count: placement.count })}>
      <p className={classes.line}>
        <IconArrowForward size={14} stroke={1.75} aria-hidden="true" />
        <span>{t('moving.cameFrom', { count: placement.count })}</span>
        <button type="button" onClick={() => shell.openConversation(placement.from.id)}>
          #{placement.from.number}
        </button>
        <MoveBack conversationId={here} placementId={placement.id} />
      </p>
      {read === 'failed' && <p className={classes.line}>{t('moving.unread')}</p>}
      {read === null && <p className={classes.line}>{t('common.loading')}</p>}
      {known?.earlier && <p className={classes.line}>{t('moving.onlyNewest')}</p>}
      {items.map((item) => {
        if (item.kind !== 'note' && item.kind !== 'message') return null;
        const isMarked = marked !== null && holds(item, marked);
        return isMarked ? (
          <div key={item.key} ref={bringIntoSight} className={marks.marked} aria-current="location">
            {show(item)}
          </div>
        ) : (
          <Fragment key={item.key}>{show(item)}</Fragment>
        );
      })}
    </section>
  );
  function show(item: Extract<EntryItem, { kind: 'note' | 'message' }>) {
    if (item.kind === 'note') return <NoteEntry entry={item.entry} people={people} isElsewhere />;
    const delivery = deliveries.get(item.entry.id);
    if (!isLetter(item.entry)) {
      return <MessageEntry item={item} receipt={undefined} delivery={delivery} people={people} />;
    }
    return (
      <LetterEntry
        entry={item.entry}
        people={people}
        isOpen={opened.get(item.entry.id) ?? (item.entry.id === newest || (marked !== null && holds(item, marked)))}
        delivery={delivery}
        subject={subject}
        onToggle={(id, isOpen) => setOpened((before) => new Map(before).set(id, isOpen))}
      />
    );
  }
}

const bringIntoSight = (element: HTMLElement | null) => element?.scrollIntoView({ block: 'center' });
