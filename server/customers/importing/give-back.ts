/** Takes back what a row of an import did: fields as they were unless somebody changed them since, and customers away whom nobody has touched. */
import type { CustomerId, IdentityId } from '../../../shared/model/ids.ts';
import type { ImportId } from '../../../shared/model/import.ts';
import type { Clock } from '../../lib/clock.ts';
import type { ImportLine, ImportStore } from '../../store/customer-imports.ts';
import type { Profile, ProfileStore } from '../../store/customer-profiles.ts';
import type { Timeline } from '../../timeline/timeline.ts';
import { giveBack, historyOf, writeBack } from './decide-row.ts';

export interface GiveBackDeps {
  store: ImportStore;
  profiles: Pick<ProfileStore, 'profile' | 'identitiesOf'>;
  timeline: Pick<Timeline, 'ofCustomer'>;
  clock: Clock;
}

export type Undone = 'removed' | 'restored' | 'kept';

const TRIES = 20;

export function createGiveBack({ store, profiles, timeline, clock }: GiveBackDeps, byName: string) {
  const isUsed = async (ids: readonly IdentityId[]): Promise<boolean> =>
    ids.length > 0 && (await timeline.ofCustomer([...ids], 1)).conversations.length > 0;

  /** Only what nobody ever proved, and nobody wrote from. */
  async function removeIdentities(line: ImportLine, customerId: CustomerId): Promise<boolean> {
    const all = await profiles.identitiesOf([customerId]);
    const added = all.filter(({ id }) => line.identities?.some((each) => each.id === id));
    if (await isUsed(added.map(({ id }) => id))) return false;
    const removed = [];
    for (const identity of added) {
      if (await store.removeIdentity(identity.id, customerId)) removed.push(identity);
    }
    // Somebody may have written in this moment.
    const isWhole = removed.length === added.length && !(await isUsed(added.map(({ id }) => id)));
    if (!isWhole) for (const identity of removed) await store.putBack(identity);
    return isWhole;
  }

  async function removeIfUntouched(line: ImportLine, profile: Profile): Promise<boolean> {
    const { id, rev, name, notes, tagIds, attributes, mergedInto, isJoined } = profile;
    const isEmpty = name === null && notes.length === 0 && tagIds.length === 0 && Object.keys(attributes).length === 0;
    if (!isEmpty || mergedInto !== null || isJoined) return false;
    const others = (await store.changesOf(id)).some((change) => change.importId !== line.importId);
    const identities = await profiles.identitiesOf([id]);
    const isOwn = identities.every((one) => line.identities?.some((each) => each.id === one.id));
    if (others || !isOwn || !(await removeIdentities(line, id))) return false;
    if (await store.removeCustomer(id, rev)) return true;
    for (const identity of identities) await store.putBack(identity);
    return false;
  }

  async function restore(
    line: ImportLine,
    customerId: CustomerId,
  ): Promise<{ isKept: boolean; profile: Profile | null }> {
    const { before = {}, after = {}, tagIds = [] } = line;
    for (let tries = 0; tries < TRIES; tries += 1) {
      const profile = await profiles.profile(customerId);
      if (profile === null) return { isKept: false, profile };
      const changes = await store.changesOf(customerId);
      const given = giveBack(profile, { before, after, tagIds }, isLatestOf(changes, line.importId));
      const fields = Object.keys(given.after);
      if (fields.length === 0 && given.tagIds === undefined) return { isKept: given.isKept, profile };
      const about = { at: clock.now(), byName, source: 'import-undone' as const, importId: line.importId };
      const history = historyOf({ ...given, tagIds: [] }, about, () => '');
      if (given.tagIds) history.push({ ...about, field: 'tags', before: null, after: null });
      const { set, unset } = writeBack(given, line.edits ?? {});
      if (await store.giveBack(customerId, profile.rev, set, unset, history)) {
        return { isKept: given.isKept, profile: await profiles.profile(customerId) };
      }
    }
    throw new Error('A customer is changed all the time.');
  }

  return async (line: ImportLine): Promise<Undone> => {
    const { customerId } = line;
    if (customerId === undefined) return 'kept';
    const { isKept, profile } = await restore(line, customerId);
    if (profile === null) return 'removed';
    if (line.outcome === 'new')
      return (await removeIfUntouched(line, profile)) ? 'removed' : isKept ? 'kept' : 'restored';
    const isWithout = await removeIdentities(line, customerId);
    return isKept || !isWithout ? 'kept' : 'restored';
  };
}

/** Whether nobody has changed a field since; an import that was taken back has changed nothing. */
const isLatestOf =
  (changes: Awaited<ReturnType<ImportStore['changesOf']>>, importId: ImportId) =>
  (field: string): boolean => {
    const own = changes.filter((change) => change.field === field);
    const undone = new Set(own.flatMap(({ source, importId: id }) => (source === 'import-undone' ? [id] : [])));
    // One import may have several rows about them.
    undone.delete(importId);
    return own.findLast((change) => !undone.has(change.importId))?.importId === importId;
  };
