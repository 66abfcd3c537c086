/** Canned replies, macros and saved views: everybody keeps their own; whoever may share them shares with teams or everybody. */
import { AppError } from '../../shared/errors.ts';
import type { MacroAction, Sharing } from '../../shared/model/catalogue.ts';
import type { Caller } from '../accounts/audit.ts';
import { requirePermission, type UserViewer } from '../accounts/scope.ts';
import type { CatalogueRow } from '../store/catalogue.ts';
import type { CatalogueDeps } from './catalogue.ts';
import type { ListedCatalogue } from './listed.ts';
import { type AnySharedInput, countsPerCircle, type Shared, type SharedInput, type SharedKind } from './model.ts';
import { circlesOf, keysOf, refuse } from './names.ts';

export interface SharedCatalogue {
  /** what the viewer may use */
  usableBy<Kind extends SharedKind>(kind: Kind, viewer: UserViewer): Promise<Shared[Kind][]>;
  /** and, for whoever may change them, those of all teams */
  visibleTo<Kind extends SharedKind>(kind: Kind, viewer: UserViewer): Promise<Shared[Kind][]>;
  create<Kind extends SharedKind>(
    kind: Kind,
    input: SharedInput<Kind>,
    by: UserViewer,
    caller: Caller,
  ): Promise<Shared[Kind]>;
  change<Kind extends SharedKind>(
    kind: Kind,
    id: string,
    input: SharedInput<Kind>,
    by: UserViewer,
    caller: Caller,
  ): Promise<Shared[Kind]>;
  remove(kind: SharedKind, id: string, by: UserViewer, caller: Caller): Promise<void>;
}

export function createShared(deps: CatalogueDeps, listed: Pick<ListedCatalogue, 'all'>): SharedCatalogue {
  const { store, directory, audit, ids, publish } = deps;

  /** @throws AppError `not_found` for what the viewer may not even see */
  async function findFor(kind: SharedKind, id: string, viewer: UserViewer): Promise<CatalogueRow> {
    const row = await store.find(kind, id);
    const circles = circlesSeenBy(viewer);
    const isSeen = row !== null && (row.circles.some((circle) => circles.includes(circle)) || maySeeAll(viewer, row));
    if (!isSeen) throw new AppError('not_found', 'There is nothing here.');
    return row;
  }

  async function check(input: AnySharedInput, by: UserViewer): Promise<void> {
    requireSharing(by, input.sharing);
    if (input.sharing.kind === 'teams') {
      const known = new Set((await directory.teams()).map((team) => team.id));
      if (!input.sharing.teamIds.every((id) => known.has(id))) throw refuse('sharing', 'unknown');
    }
    if ('actions' in input) await checkActions(input.actions);
  }

  async function checkActions(actions: readonly MacroAction[]): Promise<void> {
    const { tag, disposition } = await listed.all();
    const queues = await directory.queues();
    const has = (list: readonly { id: string }[], id: string): boolean => list.some((one) => one.id === id);
    for (const [at, action] of actions.entries()) {
      if (!isKnown(action)) throw refuse(`actions.${at}`, 'unknown');
    }
    // What follows would happen to a conversation that is over.
    const closing = actions.findIndex((action) => action.type === 'close');
    if (closing !== -1 && closing < actions.length - 1) throw refuse(`actions.${closing}`, 'last');

    function isKnown(action: MacroAction): boolean {
      switch (action.type) {
        case 'add-tags':
        case 'remove-tags':
          return action.tagIds.every((id) => has(tag, id));
        case 'transfer':
          return has(queues, action.queueId);
        case 'close':
          return action.dispositionId === null || has(disposition, action.dispositionId);
        case 'reply':
        case 'note':
        case 'set-priority':
        case 'snooze':
          return true;
      }
    }
  }

  async function checkRoom(kind: SharedKind, circles: readonly string[]): Promise<void> {
    for (const circle of circles) {
      if ((await store.count(kind, circle)) >= countsPerCircle[kind]) throw refuse('sharing', 'too-many');
    }
  }

  async function tell(
    what: 'created' | 'changed' | 'removed',
    kind: SharedKind,
    rows: readonly CatalogueRow[],
    by: UserViewer,
    caller: Caller,
  ): Promise<void> {
    // What somebody keeps for themselves is nobody else's business, in the audit trail either.
    if (!rows.some((row) => sharingOf(row).kind !== 'mine')) return publish({ to: 'user', userId: by.userId });
    const actor = { kind: 'user', id: by.userId, name: by.name } as const;
    const name = rows.map(nameOf).at(-1);
    await audit.record(`${kind}.${what}`, actor, rows[0]?.id ?? '', caller.address, { name });
    publish({ to: 'everybody' });
  }

  return {
    async usableBy(kind, viewer) {
      return (await store.inCircles(kind, circlesSeenBy(viewer))).map(toShared<typeof kind>).sort(byName);
    },
    async visibleTo(kind, viewer) {
      const rows = maySeeAll(viewer)
        ? (await store.all(kind)).filter((row) => sharingOf(row).kind !== 'mine' || ownerOf(row) === viewer.userId)
        : await store.inCircles(kind, circlesSeenBy(viewer));
      return rows.map(toShared<typeof kind>).sort(byName);
    },
    async create(kind, input, by, caller) {
      await check(input as AnySharedInput, by);
      const row = toRow(kind, ids.next(), input as AnySharedInput, by.userId);
      await checkRoom(kind, row.circles);
      if (!(await store.insert(row))) throw refuse(nameField(kind), 'taken');
      await tell('created', kind, [row], by, caller);
      return toShared(row);
    },
    async change(kind, id, input, by, caller) {
      const before = await findFor(kind, id, by);
      requireSharing(by, sharingOf(before));
      await check(input as AnySharedInput, by);
      // Taking something back for oneself takes it over; else it stays whose it was.
      const row = toRow(kind, id, input as AnySharedInput, input.sharing.kind === 'mine' ? by.userId : ownerOf(before));
      await checkRoom(
        kind,
        row.circles.filter((circle) => !before.circles.includes(circle)),
      );
      if (!(await store.replace(row))) throw refuse(nameField(kind), 'taken');
      await tell('changed', kind, [before, row], by, caller);
      return toShared(row);
    },
    async remove(kind, id, by, caller) {
      const before = await findFor(kind, id, by);
      requireSharing(by, sharingOf(before));
      await store.remove(kind, id);
      await tell('removed', kind, [before], by, caller);
    },
  };
}

/** @throws AppError `forbidden` for sharing with others without the right to, or with teams that are not one's own */
function requireSharing(viewer: UserViewer, sharing: Sharing): void {
  if (sharing.kind === 'mine') return;
  requirePermission(viewer, 'replies:share');
  if (sharing.kind === 'everybody' || viewer.permissions.includes('workspace:manage')) return;
  if (!sharing.teamIds.every((id) => viewer.teamIds.includes(id))) {
    throw new AppError('forbidden', 'You share with your own teams only.', { fields: { sharing: 'foreign' } });
  }
}

const circlesSeenBy = (viewer: UserViewer): string[] => [
  `user:${viewer.userId}`,
  ...viewer.teamIds.map((id) => `team:${id}`),
  'everybody',
];

/** Whoever sets up the workspace sees what any team shares, but nobody's own. */
function maySeeAll(viewer: UserViewer, row?: CatalogueRow): boolean {
  return viewer.permissions.includes('workspace:manage') && (row === undefined || sharingOf(row).kind !== 'mine');
}

function toRow(kind: SharedKind, id: string, input: AnySharedInput, ownerId: UserViewer['userId']): CatalogueRow {
  const circles = circlesOf(input.sharing, ownerId);
  const name = 'shortcut' in input ? input.shortcut : input.name;
  return { id, kind, circles, keys: keysOf(kind, circles, name), value: { ...input, ownerId } };
}

/** Only what this file wrote is read here. */
function toShared<Kind extends SharedKind>(row: CatalogueRow): Shared[Kind] {
  return { id: row.id, ...row.value } as unknown as Shared[Kind];
}

const sharingOf = (row: CatalogueRow): Sharing => toShared(row).sharing;
const ownerOf = (row: CatalogueRow): UserViewer['userId'] => toShared(row).ownerId;
const nameField = (kind: SharedKind): string => (kind === 'canned-reply' ? 'shortcut' : 'name');
const nameOf = (row: CatalogueRow): string => readName(toShared(row));
const readName = (one: Shared[SharedKind]): string => ('shortcut' in one ? one.shortcut : one.name);
const byName = (a: Shared[SharedKind], b: Shared[SharedKind]): number => readName(a).localeCompare(readName(b));
