/** Rows of imports in a world of customers without a store: brought in by the very decisions of the server, given back, and erased. */
import { decideRow, giveBack, type RowTrace, traceOf, writeBack } from '../../server/customers/importing/decide-row.ts';
import type { WantedCustomer } from '../../server/customers/importing/read-row.ts';
import { type Family, placeChange } from '../../server/customers/merging/join-profiles.ts';
import type { Profile } from '../../server/store/customer-profiles.ts';
import type { AttributeId, CustomerId, TagId } from '../../shared/model/ids.ts';

export interface RowOf {
  name: string | null;
  attributes: Record<string, string>;
  tagIds: TagId[];
}

type Shown = Pick<Profile, 'name' | 'attributes' | 'tagIds' | 'notes'>;

interface Row {
  id: number;
  home: CustomerId;
  trace: RowTrace;
  /** of somebody who never heard of merges */
  wasAlone: Shown;
}

/** `alone`: the same customers as if nobody were ever merged. */
export function followImports(world: Map<CustomerId, Profile>, alone: Map<CustomerId, Shown>) {
  const rows: Row[] = [];
  /** by whom a field of a document was changed, in order: the number of a row, null for people */
  const changes = new Map<string, (number | null)[]>();
  let drawn = 0;

  function noteDown(home: CustomerId, field: string, by: number | null): void {
    const key = `${home} ${field}`;
    changes.set(key, [...(changes.get(key) ?? []), by]);
  }

  function write(home: CustomerId, field: string, to: Shown, from: Shown): void {
    if (field === 'name') to.name = from.name;
    else if (from.attributes[field as AttributeId] === undefined) delete to.attributes[field as AttributeId];
    else to.attributes[field as AttributeId] = from.attributes[field as AttributeId] as string;
    alone.set(home, to);
  }
  const copy = (shown: Shown): Shown => ({ ...shown, attributes: { ...shown.attributes } });

  return {
    count: () => rows.length,
    edited(home: CustomerId, fields: readonly string[]): void {
      for (const field of fields) noteDown(home, field, null);
    },
    bring(family: Family, { name, attributes, tagIds }: RowOf, policy: 'update' | 'fill'): void {
      const wanted = {
        name,
        attributes: Object.entries(attributes),
        tagIds,
        addresses: [],
      } as unknown as WantedCustomer;
      const decided = decideRow(family.joined, wanted, policy);
      if (decided === null) return;
      const placed = placeChange(family, decided.change);
      const { home, change, edited } = placed;
      const trace = traceOf(decided, placed);
      drawn += 1;
      rows.push({ id: drawn, home: home.id, trace, wasAlone: copy(alone.get(home.id) as Shown) });
      const rev = home.rev + 1;
      const stamps = Object.fromEntries(edited.map((field) => [field, rev]));
      world.set(home.id, { ...home, ...change, rev, edits: { ...home.edits, ...stamps } });
      const after = copy(alone.get(home.id) as Shown);
      for (const [field, value] of Object.entries(trace.after)) {
        if (field === 'name') after.name = String(value);
        else after.attributes[field as AttributeId] = String(value);
        noteDown(home.id, field, drawn);
      }
      after.tagIds = [...new Set([...after.tagIds, ...trace.tagIds])];
      alone.set(home.id, after);
    },
    takeBack(which: number): void {
      const [row] = rows.splice(which % Math.max(1, rows.length), 1);
      const home = row && world.get(row.home);
      if (!row || !home) return;
      const isLatest = (field: string): boolean => changes.get(`${row.home} ${field}`)?.at(-1) === row.id;
      const given = giveBack(home, row.trace, isLatest);
      const { set, unset } = writeBack(given, row.trace.edits);
      const edits = { ...home.edits };
      for (const [path, stamp] of Object.entries(set)) {
        if (path.startsWith('edits.')) edits[path.slice(6)] = Number(stamp);
      }
      for (const path of unset) delete edits[path.replace('edits.', '')];
      const { name = home.name, attributes = home.attributes, tagIds = home.tagIds } = given;
      world.set(row.home, { ...home, name, attributes, tagIds, edits, rev: home.rev + 1 });
      const after = copy(alone.get(row.home) as Shown);
      for (const field of Object.keys(row.trace.after)) {
        if (isLatest(field)) write(row.home, field, after, row.wasAlone);
      }
      after.tagIds = after.tagIds.filter((id) => !row.trace.tagIds.includes(id));
      alone.set(row.home, after);
      for (const field of Object.keys(given.after)) changes.get(`${row.home} ${field}`)?.pop();
    },
    /** Merges stay, with nothing in them; an import forgets its rows. */
    erase(members: readonly Profile[]): void {
      for (const one of members) {
        const nothing = { name: null, attributes: {}, tagIds: [], notes: [] };
        world.set(one.id, { ...one, ...nothing, edits: {}, email: null, rev: one.rev + 1 });
        alone.set(one.id, nothing);
        for (let at = rows.length - 1; at >= 0; at -= 1) if (rows[at]?.home === one.id) rows.splice(at, 1);
      }
    },
  };
}
