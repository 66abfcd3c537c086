/**
 * Moves, splits and merges: entries are read in another conversation than the one they stand in, and their home never changes. What was ordered
 * stands in a journal first; then both conversations hold the placement, and each gets an entry that tells of it. Every step finds itself done
 * when it was, so that whoever finds one half done completes it.
 */
import { AppError } from '../../shared/errors.ts';
import { limits } from '../../shared/limits.ts';
import type { ConversationId, PlacementId } from '../../shared/model/ids.ts';
import type { NumberedConversation, PlacedPart, Placement } from '../../shared/model/placement.ts';
import { type EntryPlace, leavesBy, partsOf, readIn } from '../../shared/placements.ts';
import type { Clock } from '../lib/clock.ts';
import type { Ids } from '../lib/ids.ts';
import type { EntryStore } from '../store/entries.ts';
import type { JournalLine, PlacementStore } from '../store/placements.ts';
import type { Conversation, Entry } from './model.ts';
import type { Notes } from './notes.ts';
import type { Timeline } from './timeline.ts';

export interface PlacementOrder {
  /** the same order again finds the first */
  key: string;
  from: ConversationId;
  to: ConversationId;
  /** null: all that is read there */
  parts: PlacedPart[] | null;
  by: Placement['by'];
}

/** What else follows from a placement, before it counts as complete; repeated after a crash. */
export type AfterPlacing = (placement: Placement, done: 'placed' | 'undone') => Promise<void>;

export interface Placements {
  /** @throws AppError `not_found`, `conflict` when the entries are read elsewhere by now, or came from there; `invalid` when there are none */
  place(order: PlacementOrder, after: AfterPlacing): Promise<Placement>;
  /** Whether there is an order under this key. */
  isOrdered(key: string): Promise<boolean>;
  /** At any later time, but the last move of an entry first. @throws AppError `not_found`, `conflict` when they were moved on */
  undo(id: PlacementId, by: Placement['by'], after: AfterPlacing): Promise<void>;
  /** What came by it and is still read there, the newest last. */
  entriesOf(placement: Placement): Promise<{ entries: Entry[]; earlier: boolean }>;
  /** @throws AppError `conflict` unless all of them are read there */
  requireRead(conversationId: ConversationId, entries: readonly EntryPlace[]): Promise<void>;
  /** Where an entry is read. */
  placeOf(entry: Pick<Entry, 'conversationId' | 'seq'>): Promise<Conversation | null>;
  /** All that came to a conversation and is still read there: the newest, oldest first. */
  cameTo(conversation: Conversation, limit: number): Promise<Entry[]>;
  /** Where what names this conversation belongs, when all of it was moved on. */
  follow(conversation: Conversation): Promise<Conversation>;
  /** Whether people decided that these two are apart: one of them moved something between them, or undid a joining. */
  keptApart(a: Conversation, b: Conversation): Promise<boolean>;
  /** Completes what a death left half done. */
  mend(after: AfterPlacing): Promise<number>;
}

interface Deps {
  journal: PlacementStore;
  entries: Pick<EntryStore, 'inRanges' | 'countInRanges'>;
  notes: Pick<Notes, 'overlay'>;
  timeline: Pick<Timeline, 'find' | 'revise' | 'append'>;
  ids: Ids;
  clock: Clock;
}

/** Longer than a placement takes. */
const PENDING_MS = 60_000;
const MENDED_AT_ONCE = 200;
/** Conversations that one entry may have been moved through. */
const LONGEST_WAY = 20;

export function createPlacements({ journal, entries, notes, timeline, ids, clock }: Deps): Placements {
  async function require(id: ConversationId): Promise<Conversation> {
    const found = await timeline.find(id);
    if (found === null) throw new AppError('not_found', 'There is no such conversation.');
    return found;
  }

  /** From its home to where it is read. */
  async function wayOf(entry: EntryPlace): Promise<Conversation[]> {
    const way: Conversation[] = [];
    let here = await timeline.find(entry.of);
    while (here !== null && way.length < LONGEST_WAY) {
      way.push(here);
      const next = leavesBy(here.placements, here.id, entry);
      here = next ? await timeline.find(next.to.id) : null;
    }
    return way;
  }

  /** Every one of them, for whoever asks may know nothing of the others; of all that is read there, the beginnings tell. */
  async function requireMovable(
    from: ConversationId,
    asked: readonly EntryPlace[],
    to?: ConversationId,
  ): Promise<void> {
    for (const entry of asked) {
      const way = (await wayOf(entry)).map(({ id }) => id);
      if (way.at(-1) !== from) throw new AppError('conflict', 'It is not read here any more.');
      if (to && way.includes(to)) throw new AppError('conflict', 'It came from there: undo that move instead.');
    }
  }

  const count = async (parts: readonly PlacedPart[]): Promise<number> => {
    const counted = await Promise.all(parts.map(({ of, ranges }) => entries.countInRanges(of, ranges)));
    return counted.reduce((sum, one) => sum + one, 0);
  };

  async function draw({ from, to, parts, by }: PlacementOrder): Promise<Placement> {
    if (from === to) throw new AppError('invalid', 'It is there already.', { fields: { to: 'the same' } });
    const [source, target] = [await require(from), await require(to)];
    const meant = parts ?? readIn(from, source.heads.agent, source.placements);
    const placement: Placement = {
      id: ids.next<PlacementId>(),
      ...{ from: numbered(source), to: numbered(target), parts: meant, count: await count(meant) },
      ...{ whole: parts === null, by, at: clock.now() },
    };
    if (placement.count === 0) throw nothing();
    if ([source, target].some(({ placements }) => placements.length >= limits.placements)) {
      throw new AppError('conflict', 'Too much was moved here already.');
    }
    await requireMovable(from, parts === null ? startsOf(meant) : entriesIn(meant), to);
    return placement;
  }

  async function tell(type: 'moved-out' | 'moved-in' | 'moved-back', placement: Placement, by: Placement['by']) {
    const { id: placementId, from, to, count } = placement;
    const said = type === 'moved-back' ? (['from', 'to'] as const) : ([type === 'moved-out' ? 'from' : 'to'] as const);
    for (const side of said) {
      const here = await require(placement[side].id);
      await timeline.append({
        conversationId: here.id,
        key: `placement:${placementId}:${type}:${side}`,
        author: { kind: 'system' },
        ...{ identityId: here.identityId, inboxId: here.inboxId, direction: 'internal' },
        body: {
          kind: 'event',
          event: { type, placementId, other: side === 'from' ? to : from, count, by },
        },
      });
    }
  }

  const isIn = ({ placements }: Conversation, { id }: Placement): boolean => placements.some((one) => one.id === id);

  async function lay(line: JournalLine, after: AfterPlacing): Promise<void> {
    const placement = placementOf(line);
    const { from, to, parts } = placement;
    await timeline.revise(from.id, (present) => {
      if (isIn(present, placement)) return null;
      // Whoever was quicker has it: the conversation that it leaves decides.
      const meant = placement.whole ? startsOf(parts) : entriesIn(parts);
      if (meant.some((entry) => leavesBy(present.placements, from.id, entry))) {
        throw new AppError('conflict', 'It was moved meanwhile.');
      }
      return { placements: [...present.placements, placement] };
    });
    await timeline.revise(to.id, (present) =>
      isIn(present, placement) ? null : { placements: [...present.placements, placement] },
    );
    await tell('moved-out', placement, placement.by);
    await tell('moved-in', placement, placement.by);
    await after(placement, 'placed');
    await journal.move(placement.id, 'placing', { state: 'placed', pendingSince: null });
  }

  async function lift(line: JournalLine, after: AfterPlacing): Promise<void> {
    const placement = placementOf(line);
    for (const { id } of [placement.to, placement.from]) {
      await timeline.revise(id, (present) =>
        isIn(present, placement) ? { placements: present.placements.filter((one) => one.id !== placement.id) } : null,
      );
    }
    await tell('moved-back', placement, line.undoneBy ?? null);
    await after(placement, 'undone');
    await journal.move(placement.id, 'undoing', { state: 'undone', pendingSince: null });
  }

  async function placeOf({ conversationId: of, seq }: Pick<Entry, 'conversationId' | 'seq'>) {
    return (await wayOf({ of, seq })).at(-1) ?? null;
  }

  async function entriesOf(placement: Placement): ReturnType<Placements['entriesOf']> {
    const target = await timeline.find(placement.to.id);
    const read = await Promise.all(
      placement.parts.map(async ({ of, ranges }) =>
        notes.overlay(of, await entries.inRanges(of, ranges, limits.syncPage + 1)),
      ),
    );
    const all = read.flat().sort((a, b) => a.at - b.at || a.seq - b.seq);
    const still = all.filter(
      ({ conversationId: of, seq }) => !leavesBy(target?.placements ?? [], placement.to.id, { of, seq }),
    );
    return { entries: still.slice(-limits.syncPage), earlier: all.length > limits.syncPage };
  }

  return {
    async place(order, after) {
      const pending = { state: 'placing' as const, pendingSince: clock.now() };
      const known = await journal.findByKey(order.key);
      const line = known ?? (await journal.keep({ ...(await draw(order)), key: order.key, ...pending }));
      if (line.state !== 'placing') return placementOf(line);
      try {
        await lay(line, after);
      } catch (error) {
        const isNowhere = !isIn(await require(line.from.id), line);
        if (error instanceof AppError && isNowhere) await journal.drop(line.id);
        throw error;
      }
      return placementOf(line);
    },
    isOrdered: async (key) => (await journal.findByKey(key)) !== null,
    async undo(id, by, after) {
      const line = await journal.find(id);
      if (line === null) throw new AppError('not_found', 'There is no such move.');
      if (line.state === 'undone') return;
      const target = await require(line.to.id);
      const movedOn = line.parts.some(({ of, ranges }) =>
        target.placements.some(
          ({ from, parts }) =>
            from.id === target.id &&
            parts.some((part) => part.of === of && part.ranges.some((one) => ranges.some((other) => meet(one, other)))),
        ),
      );
      if (movedOn) throw new AppError('conflict', 'It was moved on: undo that move first.');
      const change = { state: 'undoing' as const, pendingSince: clock.now(), undoneBy: by, undoneAt: clock.now() };
      const undoing = (await journal.move(id, 'placed', change)) ?? (await journal.find(id));
      if (undoing?.state === 'placing') throw new AppError('conflict', 'It is still being moved.');
      if (undoing?.state === 'undoing') await lift(undoing, after);
    },
    entriesOf,
    async requireRead(id, asked) {
      if ((await count(partsOf(asked))) === 0) throw nothing();
      await requireMovable(id, asked);
    },
    placeOf,
    async cameTo({ id, placements }, limit) {
      const came = placements.filter(({ to }) => to.id === id);
      const read = await Promise.all(came.map((placement) => entriesOf(placement)));
      const all = read.flatMap(({ entries: some }) => some).sort((a, b) => a.at - b.at);
      return all.slice(-limit);
    },
    async follow(conversation) {
      let here = conversation;
      for (let steps = 0; steps < LONGEST_WAY; steps += 1) {
        const onwards = here.placements.findLast(({ whole, from }) => whole && from.id === here.id);
        const next = onwards ? await timeline.find(onwards.to.id) : null;
        if (next === null) return here;
        here = next;
      }
      return here;
    },
    async keptApart(a, b) {
      if ([...a.placements, ...b.placements].some(({ by }) => by !== null)) return true;
      return (await journal.between(a.id, b.id)).some(({ state }) => state === 'undone' || state === 'undoing');
    },
    async mend(after) {
      const pending = await journal.pendingBefore(clock.now() - PENDING_MS, MENDED_AT_ONCE);
      for (const line of pending) {
        if (line.state === 'placing') await lay(line, after);
        else await lift(line, after);
      }
      return pending.length;
    },
  };
}

const nothing = (): AppError => new AppError('invalid', 'There is nothing to move.', { fields: { entries: 'none' } });

const numbered = ({ id, number }: Conversation): NumberedConversation => ({ id, number });

const startsOf = (parts: readonly PlacedPart[]): EntryPlace[] =>
  parts.flatMap(({ of, ranges }) => ranges.map(([seq]) => ({ of, seq })));

const entriesIn = (parts: readonly PlacedPart[]): EntryPlace[] =>
  parts.flatMap(({ of, ranges }) =>
    ranges.flatMap(([first, last]) => Array.from({ length: last - first + 1 }, (_, at) => ({ of, seq: first + at }))),
  );

const meet = ([a, b]: [number, number], [c, d]: [number, number]): boolean => a <= d && c <= b;

function placementOf({ id, from, to, parts, count, whole, by, at }: JournalLine): Placement {
  return { id, from, to, parts, count, whole, by, at };
}
