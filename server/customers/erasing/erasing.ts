/**
 * Erases a customer: what was said stays as placeholders with seq, kind and time, and everything else about them goes. The order stands first and
 * names ids alone; the addresses by which all is found go last. So a crash anywhere leaves work that is found and done again.
 */
import { AppError } from '../../../shared/errors.ts';
import type { ErasurePreview } from '../../../shared/model/erasure.ts';
import type { CustomerId, IdentityId } from '../../../shared/model/ids.ts';
import { type Audit, actorOf, type Caller } from '../../accounts/audit.ts';
import { canServe, type UserViewer } from '../../accounts/scope.ts';
import type { Files } from '../../files/files.ts';
import { type Chore, createChore } from '../../lib/chore.ts';
import type { Clock } from '../../lib/clock.ts';
import type { Ids } from '../../lib/ids.ts';
import type { Log } from '../../lib/log.ts';
import type { ErasureId, ErasureOrder, ErasureStore } from '../../store/erasure.ts';
import type { Timeline } from '../../timeline/timeline.ts';
import type { Families } from '../merging/families.ts';
import type { Family } from '../merging/join-profiles.ts';
import { createConversationEraser, type SearchForget } from './erase-conversation.ts';
import { createStrayEraser } from './erase-strays.ts';
import { erasedName } from './erase-words.ts';

export interface Erasing {
  /** What would go. @throws AppError `not_found` for whom one may not see */
  preview(viewer: UserViewer, id: CustomerId): Promise<ErasurePreview>;
  /** Durable when it resolves; done in the background. `typed`: their name, or ERASE where they have none. @throws AppError `invalid`, `conflict` while they are held */
  order(viewer: UserViewer, id: CustomerId, typed: string, caller: Caller): Promise<void>;
  /** Keeps them from being erased, by hand or by age; null: no longer. */
  hold(viewer: UserViewer, id: CustomerId, reason: string | null, caller: Caller): Promise<void>;
  start(): void;
  stop(): Promise<void>;
}

export interface ErasingDeps {
  store: ErasureStore;
  families: Pick<Families, 'of' | 'identitiesOf'>;
  files: Pick<Files, 'erase'>;
  timeline: Pick<Timeline, 'find' | 'ofCustomer' | 'revise'>;
  search: SearchForget;
  audit: Pick<Audit, 'record'>;
  /** somebody is on hold no longer */
  released?(): Promise<void>;
  changed(ids: readonly CustomerId[]): Promise<void>;
  /** whoever is connected as one of these is somebody new from now on */
  forgotten(ids: readonly IdentityId[]): void;
  lead(): Promise<boolean>;
  clock: Clock;
  ids: Ids;
  log: Log;
}

const LOOK_EVERY_MS = 5_000;
const PAGE = 50;
const COUNTED = 1_000;
const STRAYS = 200;
/** What is typed where there is no name. */
const WORD = 'ERASE';

export function createErasing(deps: ErasingDeps): Erasing {
  const { store, families, files, timeline, audit, clock, ids, log, lead } = deps;
  const eraseConversation = createConversationEraser(deps);
  const eraseStrays = createStrayEraser(deps);
  const chore: Chore = createChore({ name: 'An erasure', lead, run, everyMs: LOOK_EVERY_MS, log });

  /** Whoever reaches everything, or serves one of their conversations. */
  async function require(viewer: UserViewer, id: CustomerId): Promise<Family> {
    const family = await families.of(id);
    const own = family ? await families.identitiesOf(family) : [];
    const { conversations } = await timeline.ofCustomer(
      own.map((one) => one.id),
      COUNTED,
    );
    const mayErase = viewer.reach === 'all' || conversations.some((each) => canServe(viewer, each));
    if (!family || !mayErase) throw new AppError('not_found', 'This customer is not known.');
    return family;
  }

  async function run(isOver: () => Promise<boolean>): Promise<void> {
    for (let order = await store.next(); order !== null; order = await store.next()) {
      if (order.state === 'erasing') {
        if (!(await erase(order, isOver))) return;
        await store.change(order.id, { state: 'compacting' });
      }
      await deps.search.settled();
      await store.compact().catch((error: unknown) => log.warn({ err: error }, 'The database was not compacted.'));
      await store.change(order.id, { state: 'done', doneAt: clock.now() });
      log.info({ erasureId: order.id }, 'A customer was erased.');
      if (await isOver()) return;
    }
  }

  /** False when it was interrupted. */
  async function erase(order: ErasureOrder, isOver: () => Promise<boolean>): Promise<boolean> {
    const { identityIds, customerIds } = order;
    const name = erasedName(customerIds[0] ?? '');
    let after = '';
    for (;;) {
      const page = await store.conversations(identityIds, after, PAGE);
      for (const id of page) {
        if (await isOver()) return false;
        await eraseConversation(id, name);
      }
      after = page.at(-1) ?? '';
      if (page.length < PAGE) break;
    }
    for (;;) {
      const strays = await store.strayEntries(identityIds, STRAYS);
      if (strays.length === 0) break;
      await eraseStrays(strays);
    }
    await files.erase((await store.filesOfVisitors(identityIds)).map(({ id }) => id));
    await store.blankJournals(customerIds, identityIds, name);
    await store.blankCustomers(customerIds, clock.now());
    await store.blankIdentities(identityIds);
    deps.forgotten(identityIds);
    await deps.changed(customerIds);
    return true;
  }

  return {
    async preview(viewer, id) {
      const family = await require(viewer, id);
      const own = await families.identitiesOf(family);
      const { conversations } = await timeline.ofCustomer(
        own.map((one) => one.id),
        COUNTED,
      );
      const hold = await store.holdOf(family.members.map((one) => one.id));
      const counts = await Promise.all(conversations.map((each) => store.files(each.id)));
      return {
        name: family.joined.name,
        typed: family.joined.name ?? WORD,
        merged: family.members.length - 1,
        addresses: own.filter(({ kind }) => kind !== 'visitor').length,
        conversations: conversations.length,
        open: conversations.filter(({ status }) => status === 'open').length,
        files: counts.flat().length,
        notes: family.joined.notes.length,
        hold,
        isUnderWay: (await store.ofCustomer(family.root.id))?.state === 'erasing',
      };
    },
    async order(viewer, id, typed, { address }) {
      const family = await require(viewer, id);
      const customerIds = [
        family.root.id,
        ...family.members.map((one) => one.id).filter((one) => one !== family.root.id),
      ];
      if (await store.holdOf(customerIds)) throw new AppError('conflict', 'This customer is on hold.');
      const wanted = family.joined.name ?? WORD;
      if (typed.normalize('NFC').trim() !== wanted.normalize('NFC').trim()) {
        throw new AppError('invalid', 'That is not what is to be typed.', { fields: { typed: 'is not their name' } });
      }
      const underWay = await store.ofCustomer(family.root.id);
      if (underWay && underWay.state !== 'done') return;
      const own = await families.identitiesOf(family);
      const identityIds = own.map((one) => one.id);
      const { conversations } = await timeline.ofCustomer(identityIds, COUNTED);
      await audit.record('customer.erased', actorOf(viewer), family.root.id, address, {
        ...{ conversations: conversations.length, merged: family.members.length - 1 },
      });
      await store.insert({
        ...{ id: ids.next<ErasureId>(), customerIds, identityIds, at: clock.now(), state: 'erasing' },
        ...{ by: { id: viewer.userId, name: viewer.name }, conversations: conversations.length },
      });
      chore.wake();
    },
    async hold(viewer, id, reason, { address }) {
      const { root } = await require(viewer, id);
      await audit.record(reason === null ? 'customer.released' : 'customer.held', actorOf(viewer), root.id, address);
      await store.hold(root.id, reason === null ? null : { byName: viewer.name, at: clock.now(), reason });
      if (reason === null) await deps.released?.();
    },
    start: () => chore.start(),
    stop: () => chore.stop(),
  };
}
