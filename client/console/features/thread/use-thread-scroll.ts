/** Where a thread is scrolled to: opens where it should, follows the end, and keeps its place when entries come before it. */
import { useVirtualizer } from '@tanstack/react-virtual';
import { type RefObject, useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react';
import type { EntryPlace } from '../../../../shared/placements.ts';
import { findItem, type ThreadItem } from './items.ts';

/** How close to the end still counts as being there, px. */
const endSlack = 60;
/** How long a thread that opened at its first unread stays there while letters find their height, ms; whoever scrolls ends it. */
const settling = 2_000;
/** How far from a side further entries are asked for, px: about two screens, so that they are there in time. */
const reach = 1_500;

export interface ThreadScrollOptions {
  scroller: RefObject<HTMLDivElement | null>;
  items: readonly ThreadItem[];
  /** the items are a stretch that does not reach the end */
  isWindow: boolean;
  /** an entry that is to be brought on screen as soon as it is among the items */
  goal: EntryPlace | null;
  onArrived(): void;
  onNearStart(): void;
  onNearEnd(): void;
}

export function useThreadScroll(options: ThreadScrollOptions) {
  const { scroller, items, isWindow, goal, onArrived, onNearStart, onNearEnd } = options;
  const [isAtEnd, setAtEnd] = useState(!isWindow);
  const virtualizer = useVirtualizer({
    count: items.length,
    getScrollElement: () => scroller.current,
    estimateSize: (index) => estimateHeight(items[index]),
    getItemKey: (index) => items[index]?.key ?? index,
    overscan: 8,
    paddingEnd: 16,
  });

  /** Only somebody who scrolls up leaves the end; what grows does not. */
  const isFollowing = useRef(!isWindow);
  const topBefore = useRef(0);
  /** the line at which it opened, and until when it is held there */
  const held = useRef<{ key: string; until: number } | null>(null);
  /** its end was on screen when it was last looked at */
  const isEndSeen = useRef(false);
  /** the first entry on screen, and how far it is scrolled past */
  const place = useRef<{ entry: EntryPlace; offset: number } | null>(null);

  const look = useCallback(() => {
    const element = scroller.current;
    if (!element) return;
    const { scrollTop, scrollHeight, clientHeight } = element;
    isEndSeen.current = !isWindow && scrollHeight - scrollTop - clientHeight < endSlack;
    if (isWindow) isFollowing.current = false;
    else if (isEndSeen.current) isFollowing.current = !isHeld(held.current);
    else if (scrollTop < topBefore.current) isFollowing.current = false;
    topBefore.current = scrollTop;
    setAtEnd(isFollowing.current || isEndSeen.current);
    const row = virtualizer
      .getVirtualItems()
      .find(({ index, end }) => end > scrollTop && placeOf(items[index]) !== null);
    const entry = row ? placeOf(items[row.index]) : null;
    place.current = row && entry ? { entry, offset: scrollTop - row.start } : null;
    if (scrollTop < reach) onNearStart();
    if (scrollHeight - scrollTop - clientHeight < reach) onNearEnd();
  }, [scroller, virtualizer, items, isWindow, onNearStart, onNearEnd]);

  // Opens at the first unread message, else at the end; somebody who follows a link is led to its entry instead.
  const isPlaced = useRef(false);
  useLayoutEffect(() => {
    if (items.length === 0) return;
    const index = goal === null ? -1 : findItem(items, goal);
    if (index >= 0) {
      isPlaced.current = true;
      isFollowing.current = false;
      virtualizer.scrollToIndex(index, { align: 'center' });
      onArrived();
    } else if (!isPlaced.current && goal === null) {
      isPlaced.current = true;
      const line = items.findIndex((item) => item.kind === 'unread');
      isFollowing.current = line <= 0 && !isWindow;
      const { key = '' } = items[line] ?? {};
      held.current = line > 0 ? { key, until: performance.now() + settling } : null;
      if (line > 0) virtualizer.scrollToIndex(line, { align: 'start' });
      else if (!isWindow) virtualizer.scrollToEnd();
    }
  }, [items, goal, isWindow, virtualizer, onArrived]);

  // Entries that come before the first one push nothing: what was on screen stays where it was.
  const first = items.find((item) => placeOf(item) !== null);
  const firstKey = first?.key ?? '';
  const firstBefore = useRef(firstKey);
  useLayoutEffect(() => {
    const before = firstBefore.current;
    firstBefore.current = firstKey;
    const { current: kept } = place;
    if (firstKey === before || isFollowing.current || goal !== null || !kept) return;
    const index = findItem(items, kept.entry);
    const start = virtualizer.measurementsCache[index]?.start;
    const element = scroller.current;
    // Not by the virtualizer, which would hold on to the place against somebody who goes on scrolling.
    if (start !== undefined && element) element.scrollTop = start + kept.offset;
  }, [firstKey, items, goal, virtualizer, scroller]);

  // The end is kept in view whatever grows above it; what was queued becomes entries in the middle, which is no appending.
  const height = virtualizer.getTotalSize();
  const ownSends = countPending(items);
  const sentBefore = useRef(ownSends);
  const lastKey = items.at(-1)?.key ?? '';
  const lastBefore = useRef(lastKey);
  useLayoutEffect(() => {
    if (height === 0 || items.length === 0 || !isPlaced.current) return;
    if (ownSends > sentBefore.current) isFollowing.current = true;
    sentBefore.current = ownSends;
    // Whoever sees the end while something is added sees that too.
    if (lastKey !== lastBefore.current && isHeld(held.current) && isEndSeen.current) {
      held.current = null;
      isFollowing.current = true;
    }
    lastBefore.current = lastKey;
    const line = isHeld(held.current) ? items.findIndex(({ key }) => key === held.current?.key) : -1;
    if (isFollowing.current && !isWindow) virtualizer.scrollToEnd();
    else {
      if (line > 0 && goal === null) virtualizer.scrollToIndex(line, { align: 'start' });
      look();
    }
  }, [items, height, ownSends, lastKey, isWindow, goal, virtualizer, look]);

  useEffect(() => {
    const element = scroller.current;
    const release = () => {
      held.current = null;
    };
    const signs = ['wheel', 'touchmove', 'keydown', 'pointerdown'] as const;
    for (const sign of signs) element?.addEventListener(sign, release, { passive: true });
    return () => {
      for (const sign of signs) element?.removeEventListener(sign, release);
    };
  }, [scroller]);

  return {
    virtualizer,
    isAtEnd: isAtEnd && !isWindow,
    look,
    /** Goes to the end and stays there. */
    follow() {
      isFollowing.current = true;
      // Another stretch begins at a place of its own: being less far down is no scrolling up.
      topBefore.current = 0;
      setAtEnd(true);
      virtualizer.scrollToEnd();
    },
  };
}

const isHeld = (held: { until: number } | null): boolean => held !== null && performance.now() < held.until;

/** The entry by which a line is found again; null for lines that are no entries. */
function placeOf(item: ThreadItem | undefined): EntryPlace | null {
  return item && 'seq' in item ? { of: item.of, seq: item.seq } : null;
}

function countPending(items: readonly ThreadItem[]): number {
  let count = 0;
  // They stand at the end, before whoever is typing.
  for (let index = items.length - 1; index >= 0; index -= 1) {
    const kind = items[index]?.kind;
    if (kind === 'pending') count += 1;
    else if (kind !== 'typing') break;
  }
  return count;
}

/** Close enough that the first paint needs no jump; real heights are measured. */
function estimateHeight(item: ThreadItem | undefined): number {
  if (item?.kind === 'message') {
    const { body } = item.entry;
    if (body.kind === 'message' && body.letter) return body.aside ? 28 : 50;
    return (item.isFirst ? 64 : 38) + Math.floor((body.kind === 'message' ? body.text.length : 0) / 64) * 20;
  }
  return item?.kind === 'note' ? 76 : 36;
}
