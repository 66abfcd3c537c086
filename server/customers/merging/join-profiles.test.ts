/** Merges and undos in any order, with edits in between, against what each customer would be alone. */
import fc from 'fast-check';
import type { AttributeId, CustomerId, CustomerNoteId, MergeId, TagId, UserId } from '../../../shared/model/ids.ts';
import { followImports, type RowOf } from '../../../tests/support/imported-rows.ts';
import type { Profile, ProfileChange } from '../../store/customer-profiles.ts';
import { familyOf, placeChange, rootIdOf } from './join-profiles.ts';

const people = ['a', 'b', 'c', 'd', 'e'] as CustomerId[];
const fields = ['size', 'city', 'level'] as AttributeId[];
const tags = ['loyal', 'press', 'late'] as TagId[];

type World = Map<CustomerId, Profile>;
type Shown = Pick<Profile, 'name' | 'attributes' | 'tagIds' | 'notes'>;

const note = (id: string, text: string): Profile['notes'][number] => ({
  ...{ id: id as CustomerNoteId, byId: 'maya' as UserId, byName: 'Maya', at: Number(id) || 0, editedAt: null, text },
  clientId: id,
});

const begin = (known: Shown[]): World =>
  new Map(
    people.map((id, at) => [
      id,
      {
        ...{ id, email: null, createdAt: at, rev: 0, isSpreading: false, mergedInto: null, isJoined: false, edits: {} },
        ...{ archivedAt: null, wokenAt: null, isErased: false },
        ...(known[at] ?? { name: null, attributes: {}, tagIds: [], notes: [] }),
      },
    ]),
  );

const own = (world: World, id: CustomerId): Profile => world.get(id) as Profile;
const linkOf = (world: World) => (id: CustomerId) => own(world, id).mergedInto?.into;
const rootOf = (world: World, id: CustomerId): CustomerId => rootIdOf(id, linkOf(world));
const members = (world: World, root: CustomerId) => [...world.values()].filter(({ id }) => rootOf(world, id) === root);
const family = (world: World, root: CustomerId) => familyOf(own(world, root), members(world, root));

/** Which customer everybody is shown as, and as what. */
function look(world: World): Record<string, { root: CustomerId; shown: Shown }> {
  return Object.fromEntries(
    people.map((id) => {
      const root = rootOf(world, id);
      return [id, { root, shown: plain(family(world, root).joined) }];
    }),
  );
}

const plain = ({ name, attributes, tagIds, notes }: Shown): Shown => ({
  ...{ name, attributes: { ...attributes }, tagIds: [...tagIds].sort() },
  notes: [...notes].sort((x, y) => x.at - y.at),
});

interface Merge {
  id: MergeId;
  from: CustomerId;
  into: CustomerId;
  takes: string[];
}

function merge(world: World, { id, from, into, takes }: Merge): void {
  const target = own(world, into);
  const rev = target.rev + 1;
  world.set(into, { ...target, rev, isJoined: true });
  const link = { mergeId: id, into, rev, takes, label: null, name: from, byName: 'Maya', at: 0 };
  world.set(from, { ...own(world, from), rev: own(world, from).rev + 1, mergedInto: link });
}

function undo(world: World, { from }: Merge): void {
  world.set(from, { ...own(world, from), rev: own(world, from).rev + 1, mergedInto: null });
}

type Edit = (shown: Shown) => ProfileChange;

/** As it is written to the document, and for comparison to somebody who never heard of merges. */
function change(world: World, alone: Map<CustomerId, Shown>, id: CustomerId, edit: Edit): string[] {
  const shown = family(world, rootOf(world, id));
  const asked = edit(shown.joined);
  const { home, change: placed, edited } = placeChange(shown, asked);
  const rev = home.rev + 1;
  const stamps = Object.fromEntries(edited.map((field) => [field, rev]));
  world.set(home.id, { ...home, ...placed, rev, edits: { ...home.edits, ...stamps } });
  expect(plain(family(world, rootOf(world, id)).joined)).toEqual(plain({ ...shown.joined, ...asked }));

  const before = alone.get(home.id) as Shown;
  const after = { ...before, attributes: { ...before.attributes } };
  if (asked.name !== undefined) after.name = asked.name;
  for (const field of fields) {
    const next = asked.attributes?.[field];
    if (!asked.attributes || next === shown.joined.attributes[field]) continue;
    if (next === undefined) delete after.attributes[field];
    else after.attributes[field] = next;
  }
  const wanted = asked.tagIds;
  if (wanted) {
    const kept = before.tagIds.filter((tag) => !shown.joined.tagIds.includes(tag) || wanted.includes(tag));
    after.tagIds = [...new Set([...kept, ...wanted.filter((tag) => !shown.joined.tagIds.includes(tag))])];
  }
  if (asked.notes) {
    const removed = shown.joined.notes.find((old) => !asked.notes?.includes(old));
    const added = asked.notes.filter((each) => !shown.joined.notes.includes(each));
    after.notes = [...before.notes.filter((each) => each.id !== removed?.id), ...added];
  }
  alone.set(home.id, after);
  const changed = fields.filter(
    (field) => asked.attributes && asked.attributes[field] !== shown.joined.attributes[field],
  );
  return [...changed, ...(asked.name === undefined ? [] : ['name'])];
}

const value = fc.constantFrom<string>('one', 'two', 'three');
const known: fc.Arbitrary<Shown> = fc
  .record({
    name: fc.option(value),
    attributes: fc.dictionary(fc.constantFrom(...fields), value),
    tagIds: fc.uniqueArray(fc.constantFrom(...tags)),
    notes: fc.constant<Shown['notes']>([]),
  })
  .map((each) => ({ ...each, attributes: { ...each.attributes } as Profile['attributes'] }));

const person = fc.constantFrom(...people);
const takes = fc.subarray(['name', ...fields]);
type Step =
  | { do: 'merge'; from: CustomerId; into: CustomerId; takes: string[] }
  | { do: 'undo'; which: number }
  | { do: 'name'; of: CustomerId; value: string }
  | { do: 'attribute'; of: CustomerId; field: AttributeId; value: string | null }
  | { do: 'tag'; of: CustomerId; tag: TagId; isOn: boolean }
  | { do: 'note'; of: CustomerId; how: 'add' | 'edit' | 'remove' }
  | { do: 'import'; of: CustomerId; row: RowOf; policy: 'update' | 'fill' }
  | { do: 'undo-import'; which: number }
  | { do: 'erase'; of: CustomerId };
type Editing = Extract<Step, { do: 'name' | 'attribute' | 'tag' | 'note' }>;
const merging = fc.record({ do: fc.constant('merge' as const), from: person, into: person, takes });
const undoing = fc.record({ do: fc.constant('undo' as const), which: fc.nat(20) });
const editing: fc.Arbitrary<Step>[] = [
  fc.record({ do: fc.constant('name' as const), of: person, value }),
  fc.record({
    do: fc.constant('attribute' as const),
    of: person,
    field: fc.constantFrom(...fields),
    value: fc.option<string>(value),
  }),
  fc.record({ do: fc.constant('tag' as const), of: person, tag: fc.constantFrom(...tags), isOn: fc.boolean() }),
  fc.record({ do: fc.constant('note' as const), of: person, how: fc.constantFrom('add', 'edit', 'remove') }),
];
const importing: fc.Arbitrary<Step>[] = [
  fc.record({
    do: fc.constant('import' as const),
    of: person,
    row: fc.record({
      name: fc.option(value),
      attributes: fc.dictionary(fc.constantFrom(...fields), value),
      tagIds: fc.subarray([...tags]),
    }),
    policy: fc.constantFrom('update' as const, 'fill' as const),
  }),
  fc.record({ do: fc.constant('undo-import' as const), which: fc.nat(20) }),
];
const erasing = fc.record({ do: fc.constant('erase' as const), of: person });
const beginning = fc.array(known, { minLength: people.length, maxLength: people.length });

let notes = 0;
function editOf(step: Editing): Edit {
  switch (step.do) {
    case 'name':
      return () => ({ name: step.value });
    case 'attribute':
      return ({ attributes }) => {
        const { [step.field]: _, ...others } = attributes;
        return { attributes: step.value === null ? others : { ...others, [step.field]: step.value } };
      };
    case 'tag':
      return ({ tagIds }) => ({
        tagIds: step.isOn ? [...new Set([...tagIds, step.tag])] : tagIds.filter((tag) => tag !== step.tag),
      });
    case 'note':
      return ({ notes: before }) => {
        notes += 1;
        const [first, ...others] = before;
        if (step.how === 'add' || !first) return { notes: [...before, note(String(notes), 'new')] };
        return { notes: step.how === 'remove' ? others : [{ ...first, text: `better ${notes}` }, ...others] };
      };
  }
}

test('whatever is merged, imported, erased and undone in whatever order: all undone is what was, and what came since', () => {
  const any = [undoing, ...editing, ...importing, ...importing, erasing];
  const steps = fc.array(fc.oneof({ weight: 4, arbitrary: merging }, ...any), { maxLength: 40 });
  fc.assert(
    fc.property(beginning, steps, fc.infiniteStream(fc.nat(20)), (start, plan, chance) => {
      const world = begin(start);
      const alone = new Map(people.map((id) => [id, plain(own(world, id))]));
      const standing: Merge[] = [];
      const rows = followImports(world, alone);
      const take = (which: number): Merge | undefined => standing.splice(which % Math.max(1, standing.length), 1)[0];
      for (const [at, step] of (plan as Step[]).entries()) {
        if (step.do === 'merge') {
          const [from, into] = [rootOf(world, step.from), rootOf(world, step.into)];
          if (from === into) continue;
          const before = look(world);
          const one = { id: String(at) as MergeId, from, into, takes: step.takes };
          merge(world, one);
          expect(people.filter((id) => rootOf(world, id) === from)).toEqual([]);
          undo(world, one);
          expect(look(world)).toEqual(before);
          merge(world, one);
          standing.push(one);
        } else if (step.do === 'undo') {
          const one = take(step.which);
          if (one) undo(world, one);
        } else if (step.do === 'import') {
          rows.bring(family(world, rootOf(world, step.of)), step.row, step.policy);
        } else if (step.do === 'undo-import') rows.takeBack(step.which);
        else if (step.do === 'erase') rows.erase(members(world, rootOf(world, step.of)));
        else rows.edited(rootOf(world, step.of), change(world, alone, step.of, editOf(step)));
      }
      const imports = [...Array(rows.count()).keys()].map(() => () => rows.takeBack(chance.next().value));
      const merges = standing.map(() => () => undo(world, take(chance.next().value) as Merge));
      for (const left = [...imports, ...merges]; left.length > 0; ) {
        left.splice(chance.next().value % left.length, 1)[0]?.();
      }
      for (const id of people) expect([id, look(world)[id]?.shown]).toEqual([id, plain(alone.get(id) as Shown)]);
    }),
    { numRuns: 800 },
  );
});

test('an undone merge is as if it had never been', () => {
  const steps = fc.array(merging, { minLength: 1, maxLength: 8 });
  fc.assert(
    fc.property(beginning, steps, fc.array(fc.boolean(), { minLength: 8, maxLength: 8 }), (start, plan, stays) => {
      const [world, other] = [begin(start), begin(start)];
      const done: Merge[] = [];
      for (const [at, step] of plan.entries()) {
        const [from, into] = [rootOf(world, step.from), rootOf(world, step.into)];
        if (from !== into) done.push({ id: String(at) as MergeId, from, into, takes: step.takes });
        if (from !== into) merge(world, done.at(-1) as Merge);
      }
      for (const [at, one] of done.entries()) {
        if (stays[at]) merge(other, one);
        else undo(world, one);
      }
      expect(look(world)).toEqual(look(other));
    }),
    { numRuns: 400 },
  );
});

test('what the agent chose is shown, what only one has comes along, and a later change goes before both', () => {
  const known = (size: string | null, city: string | null): Shown => ({
    ...{ name: null, tagIds: [], notes: [] },
    attributes: { ...(size && { size }), ...(city && { city }) } as Profile['attributes'],
  });
  const world = begin([known('S', null), known('M', 'Rome')]);
  const [a, b] = people as [CustomerId, CustomerId];
  merge(world, { id: '1' as MergeId, from: b, into: a, takes: ['size'] });
  const shown = () => family(world, a).joined.attributes;
  expect(shown()).toEqual({ size: 'M', city: 'Rome' });
  const alone = new Map(people.map((id) => [id, plain(own(world, id))]));
  change(world, alone, b, ({ attributes }) => ({ attributes: { ...attributes, ['size' as AttributeId]: 'L' } }));
  change(world, alone, b, ({ attributes: { size } }: Shown & { attributes: { size?: string } }) => ({
    attributes: { size } as Profile['attributes'],
  }));
  expect(shown()).toEqual({ size: 'L' });
  undo(world, { id: '1' as MergeId, from: b, into: a, takes: [] });
  expect([own(world, a).attributes, own(world, b).attributes]).toEqual([{ size: 'L' }, { size: 'M', city: 'Rome' }]);
});

test('a circle, for as long as it stands, leaves everybody themselves', () => {
  const links: Record<string, string> = { a: 'b', b: 'c', c: 'a', d: 'a' };
  expect(people.map((id) => rootIdOf(id, (one) => links[one] as CustomerId | undefined))).toEqual(people);
});
