/**
 * Merges two customers and takes it back. The order stands in a journal first; the link on the customer who becomes part of the other is the
 * commit, and all else follows from it: what is shown, whose conversations they are, under which name. Every step finds itself done.
 */
import { AppError } from '../../../shared/errors.ts';
import type { CustomerHistoryEntry } from '../../../shared/model/customer.ts';
import type { MergePreview, MergeSide } from '../../../shared/model/customer-merge.ts';
import type { CustomerId, MergeId } from '../../../shared/model/ids.ts';
import type { Clock } from '../../lib/clock.ts';
import type { Ids } from '../../lib/ids.ts';
import { createInTurn } from '../../lib/in-turn.ts';
import type { MergeLine, MergeStore } from '../../store/customer-merges.ts';
import type { ProfileStore } from '../../store/customer-profiles.ts';
import type { Conversation } from '../../timeline/model.ts';
import type { Timeline } from '../../timeline/timeline.ts';
import type { Editor } from '../decide-change.ts';
import type { Families } from './families.ts';
import { findConflicts } from './find-conflicts.ts';
import type { Family } from './join-profiles.ts';

export interface MergeOrder {
  clientId: string;
  takes: readonly string[];
  seen: { mine: number; theirs: number };
}

/** Somebody, by a conversation of theirs or by themselves. */
export interface Party {
  identityId: Conversation['identityId'];
  /** as they are shown while nobody gave them a name */
  customer: { name: string };
}

export interface Merging {
  /** @throws AppError `not_found`, `invalid` when they are one customer already */
  preview(mine: Party, theirs: Party): Promise<MergePreview>;
  /** The customer of `theirs` becomes part of that of `mine`. @throws AppError as `preview` does, `conflict` when either was changed since it was seen */
  merge(mine: Party, theirs: Party, by: Editor, order: MergeOrder): Promise<MergeId>;
  /** @throws AppError `not_found` unless it is a merge that stands in the family of this conversation's customer */
  undo(conversation: Conversation, id: MergeId, by: Editor): Promise<void>;
  /** What was merged into this customer, or they into, and undone; newest first. */
  history(family: Family): Promise<CustomerHistoryEntry[]>;
  /** Completes what a death left half done. */
  mend(): Promise<number>;
}

interface Deps {
  journal: MergeStore;
  profiles: ProfileStore;
  families: Families;
  timeline: Pick<Timeline, 'ofCustomer'>;
  ids: Ids;
  clock: Clock;
  /** whoever shows as others now, or shows others: brings it to their conversations and tells everybody */
  changed(roots: readonly CustomerId[]): Promise<void>;
}

/** Longer than a merge takes. */
const PENDING_MS = 60_000;
const MENDED_AT_ONCE = 100;
const ADDRESSES = 10;
const COUNTED = 200;

export function createMerging({ journal, profiles, families, timeline, ids, clock, changed }: Deps): Merging {
  const inTurn = createInTurn();

  async function require({ identityId }: Party): Promise<Family> {
    const family = await families.ofIdentity(identityId);
    if (family === null) throw new AppError('not_found', 'This customer is not known.');
    return family;
  }

  async function requireTwo(mine: Party, theirs: Party): Promise<[Family, Family]> {
    const two: [Family, Family] = [await require(mine), await require(theirs)];
    if (two[0].root.id === two[1].root.id) {
      throw new AppError('invalid', 'They are one customer already.', { fields: { other: 'the same customer' } });
    }
    return two;
  }

  async function sideOf(family: Family, shownAs: string): Promise<MergeSide> {
    const own = await families.identitiesOf(family);
    const { conversations } = await timeline.ofCustomer(
      own.map(({ id }) => id),
      COUNTED,
    );
    const said = family.members.flatMap(({ email }) => (email ? [email.value] : []));
    const known = own.filter(({ kind }) => kind === 'email' || kind === 'phone').map(({ value }) => value);
    const { id, rev, name, createdAt } = family.joined;
    return {
      ...{ id, rev, name: name ?? shownAs, createdAt, conversations: conversations.length },
      addresses: [...new Set([...known, ...said])].slice(0, ADDRESSES),
    };
  }

  const changesOf = ({ members }: Family) => profiles.history(members.map(({ id }) => id));

  async function link(line: MergeLine): Promise<void> {
    const { id: mergeId, from, into, takes, label, by, at } = line;
    const present = await profiles.profile(from.id);
    if (present?.mergedInto?.mergeId === mergeId) return;
    const rev = await profiles.receive(into.id, into.rev);
    const whole = rev !== null && { mergeId, into: into.id, rev, takes, label, name: from.name, byName: by.name, at };
    if (!whole || !(await profiles.link(from.id, from.rev, whole))) throw outdated();
    // Somebody may have merged them the other way round at the same moment: who sees the circle steps back.
    const way = await families.wayUp(into.id);
    if (way.at(-1)?.mergedInto === null) return;
    await profiles.unlink(from.id, mergeId);
    throw outdated();
  }

  async function complete(line: MergeLine): Promise<void> {
    try {
      await link(line);
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      // A repeat on another node may have been quicker, or be about to be: it says so below.
      const present = await profiles.profile(line.from.id);
      if (present?.mergedInto?.mergeId !== line.id) {
        await journal.move(line.id, 'merging', { state: 'refused', pendingSince: null });
        throw error;
      }
    }
    const way = await families.wayUp(line.from.id);
    for (const { id } of way.slice(2)) await profiles.touch(id);
    await changed([way.at(-1)?.id ?? line.into.id]);
    const done = { state: 'merged' as const, pendingSince: null };
    if (!(await journal.move(line.id, 'merging', done))) await journal.move(line.id, 'refused', done);
  }

  async function takeBack(line: MergeLine): Promise<void> {
    const { id, from, into } = line;
    await profiles.unlink(from.id, id);
    const way = await families.wayUp(into.id);
    for (const one of way) await profiles.touch(one.id);
    await changed([from.id, way.at(-1)?.id ?? into.id]);
    await journal.move(id, 'undoing', { state: 'undone', pendingSince: null });
  }

  async function place(key: string, mine: Party, theirs: Party, by: Editor, order: MergeOrder) {
    const { takes, seen } = order;
    let line = await journal.findByKey(key);
    if (line === null) {
      const [into, from] = await requireTwo(mine, theirs);
      if (into.root.rev !== seen.mine || from.root.rev !== seen.theirs) throw outdated();
      const isNameless = into.joined.name === null && from.joined.name === null;
      line = await journal.keep({
        ...{ id: ids.next<MergeId>(), key, by, at: clock.now(), takes: [...new Set(takes)] },
        from: { id: from.root.id, rev: from.root.rev, name: from.joined.name ?? theirs.customer.name },
        into: { id: into.root.id, rev: into.root.rev, name: into.joined.name ?? mine.customer.name },
        label: isNameless ? mine.customer.name : null,
        ...{ state: 'merging', pendingSince: clock.now() },
      });
    }
    if (line.state === 'refused') throw outdated();
    if (line.state === 'merging') await complete(line);
    return line.id;
  }

  return {
    async preview(mine, theirs) {
      const [into, from] = await requireTwo(mine, theirs);
      const changes = { mine: await changesOf(into), theirs: await changesOf(from) };
      const [ours, others] = [await sideOf(into, mine.customer.name), await sideOf(from, theirs.customer.name)];
      return {
        mine: ours,
        theirs: others,
        conflicts: findConflicts(into.joined, from.joined, changes),
      };
    },
    merge: (mine, theirs, by, order) => {
      const key = `${by.id}:${order.clientId}`;
      return inTurn(key, () => place(key, mine, theirs, by, order));
    },
    async undo(conversation, id, by) {
      const line = await journal.find(id);
      const { members } = await require(conversation);
      const isTheirs = members.some((each) => each.id === line?.from.id || each.id === line?.into.id);
      if (line === null || !isTheirs) throw new AppError('not_found', 'There is no such merge.');
      const change = { state: 'undoing' as const, pendingSince: clock.now(), undoneBy: by, undoneAt: clock.now() };
      const undoing = (await journal.move(id, 'merged', change)) ?? (await journal.find(id));
      if (undoing?.state === 'merging') throw new AppError('conflict', 'They are still being merged.');
      if (undoing?.state === 'undoing') await takeBack(undoing);
    },
    async history({ members }) {
      const own = members.map(({ id }) => id);
      const lines = (await journal.of(own)).filter(({ state }) => state !== 'refused');
      return lines.flatMap(tellLine(own)).sort((a, b) => b.at - a.at);
    },
    async mend() {
      const pending = await journal.pendingBefore(clock.now() - PENDING_MS, MENDED_AT_ONCE);
      for (const line of pending) {
        if (line.state === 'undoing') await takeBack(line);
        else await complete(line).catch(refuseOnly);
      }
      return pending.length;
    },
  };
}

/** Whom they came to be one with, and were no more. */
const tellLine =
  (own: readonly CustomerId[]) =>
  ({ from, into, by, at, undoneBy, undoneAt }: MergeLine): CustomerHistoryEntry[] => {
    const { name } = own.includes(into.id) ? from : into;
    const merged = { at, byName: by.name, field: 'merge', before: null, after: name };
    if (!undoneBy || undoneAt === undefined) return [merged];
    return [{ at: undoneAt, byName: undoneBy.name, field: 'merge', before: name, after: null }, merged];
  };

const outdated = (): AppError => new AppError('conflict', 'One of them was changed meanwhile. Look again.');

/** What was overtaken while its server was down is dropped: nobody waits for it any more. */
function refuseOnly(error: unknown): void {
  if (!(error instanceof AppError)) throw error;
}
