/** Tags, dispositions, presence reasons and attributes: created, changed, archived; never deleted, because history names them. */
import { AppError } from '../../shared/errors.ts';
import type { Attribute, Disposition } from '../../shared/model/catalogue.ts';
import type { Caller } from '../accounts/audit.ts';
import type { UserViewer } from '../accounts/scope.ts';
import type { CatalogueRow } from '../store/catalogue.ts';
import type { CatalogueDeps } from './catalogue.ts';
import { type AnyListedInput, counts, type Listed, type ListedInput, type ListedKind } from './model.ts';
import { keysOf, refuse, sameName } from './names.ts';

type All = { [Kind in ListedKind]: Listed[Kind][] };

export interface ListedCatalogue {
  all(): Promise<All>;
  create<Kind extends ListedKind>(
    kind: Kind,
    input: ListedInput<Kind>,
    by: UserViewer,
    caller: Caller,
  ): Promise<Listed[Kind]>;
  change<Kind extends ListedKind>(
    kind: Kind,
    id: string,
    input: ListedInput<Kind>,
    by: UserViewer,
    caller: Caller,
  ): Promise<Listed[Kind]>;
  forget(): void;
}

const CACHE_MS = 5_000;

export function createListed({ store, directory, audit, ids, clock, publish }: CatalogueDeps): ListedCatalogue {
  let cache: { at: number; value: Promise<All> } | null = null;

  async function load(): Promise<All> {
    const read = async <Kind extends ListedKind>(kind: Kind) =>
      (await store.all(kind)).map(toListed<Kind>).sort(byName);
    const [tag, disposition, reason, attribute] = await Promise.all([
      read('tag'),
      read('disposition'),
      read('presence-reason'),
      read('attribute'),
    ]);
    return { tag, disposition, 'presence-reason': reason, attribute };
  }

  function all(): Promise<All> {
    const at = clock.now();
    if (cache && at - cache.at < CACHE_MS && at >= cache.at) return cache.value;
    const entry = { at, value: load() };
    cache = entry;
    entry.value.catch(() => {
      if (cache === entry) cache = null;
    });
    return entry.value;
  }

  /** What one kind asks beyond its schema. */
  async function check(kind: ListedKind, input: AnyListedInput, before: CatalogueRow | null): Promise<void> {
    if (kind === 'disposition') {
      const known = new Set((await directory.queues()).map((queue) => queue.id));
      const { queueIds } = input as Disposition;
      if (!queueIds.every((id) => known.has(id))) throw refuse('queueIds', 'unknown');
    }
    if (kind === 'attribute') {
      const { type, choices } = input as Attribute;
      // Values that customers have already would mean nothing as another type.
      if (before && before.value.type !== type) throw refuse('type', 'fixed');
      if (type === 'choice' && choices.length === 0) throw refuse('choices', 'needed');
      if (new Set(choices.map(sameName)).size < choices.length) throw refuse('choices', 'twice');
    }
  }

  const toRow = (kind: ListedKind, id: string, input: AnyListedInput): CatalogueRow => ({
    ...{ id, kind, circles: [], value: { ...input } },
    // An archived one leaves its name to others.
    keys: input.archived ? [`${kind}|${id}`] : keysOf(kind, ['everybody'], input.name),
  });

  async function tell(what: 'created' | 'changed', kind: ListedKind, row: CatalogueRow, by: UserViewer, from: Caller) {
    cache = null;
    const { name, archived } = row.value as AnyListedInput;
    const actor = { kind: 'user', id: by.userId, name: by.name } as const;
    await audit.record(`${kind}.${what}`, actor, row.id, from.address, { name, ...(archived ? { archived } : {}) });
    publish({ to: 'everybody' });
  }

  return {
    all,
    forget() {
      cache = null;
    },
    async create(kind, input, by, caller) {
      await check(kind, input as AnyListedInput, null);
      if ((await store.count(kind)) >= counts[kind]) throw refuse('name', 'too-many');
      const row = toRow(kind, ids.next(), input as AnyListedInput);
      if (!(await store.insert(row))) throw refuse('name', 'taken');
      await tell('created', kind, row, by, caller);
      return toListed(row);
    },
    async change(kind, id, input, by, caller) {
      const before = await store.find(kind, id);
      if (before === null) throw new AppError('not_found', 'There is nothing here.');
      await check(kind, input as AnyListedInput, before);
      const row = toRow(kind, id, input as AnyListedInput);
      if (!(await store.replace(row))) throw refuse('name', 'taken');
      await tell('changed', kind, row, by, caller);
      return toListed(row);
    },
  };
}

/** Only what this file wrote is read here. */
function toListed<Kind extends ListedKind>(row: CatalogueRow): Listed[Kind] {
  return { id: row.id, ...row.value } as unknown as Listed[Kind];
}

const byName = (a: { name: string }, b: { name: string }): number => a.name.localeCompare(b.name);
