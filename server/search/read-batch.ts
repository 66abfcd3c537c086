/** Makes rows of entries as they come from the log: notes as they read now, each with where it is read; and says which older rows that changes. */
import type { ConversationId, EntryId, PlacementId } from '../../shared/model/ids.ts';
import type { PlacedPart } from '../../shared/model/placement.ts';
import { covers } from '../../shared/placements.ts';
import type { Entry } from '../timeline/model.ts';
import { createNotes } from '../timeline/notes.ts';
import { saidIn, textsOf } from './entry-text.ts';
import type { IndexerDeps } from './ports.ts';
import type { Writer } from './rows.ts';
import { createBreath, type NewRow } from './segments.ts';
import { addTerms } from './terms.ts';

export interface Batch {
  rows: NewRow[];
  /** notes that were changed: what the index had of them counts no more */
  replaced: { home: ConversationId; seq: number }[];
  /** stretches of logs that are read elsewhere, or again where they stand */
  moved: PlacedPart[];
  /** words of customers' names, which somebody may mistype too */
  names: Set<string>;
}

/** A long call says more than anybody writes. */
const LONGEST_SAID = 50_000;

type Deps = Pick<IndexerDeps, 'entries' | 'placements' | 'placeOf' | 'wordsOf'>;

export async function readBatch(deps: Deps, entries: readonly Entry[]): Promise<Batch> {
  const notes = createNotes(deps.entries);
  const breathe = createBreath();
  const changed = new Map<string, { home: ConversationId; seq: number; by: EntryId }>();
  const placementIds = new Set<PlacementId>();
  for (const { id, conversationId: home, body } of entries) {
    if (body.kind !== 'event') continue;
    const { event } = body;
    if (event.type === 'note-edited' || event.type === 'note-deleted') {
      changed.set(`${home} ${event.noteSeq}`, { home, seq: event.noteSeq, by: id });
    } else if (event.type === 'moved-in' || event.type === 'moved-out' || event.type === 'moved-back') {
      placementIds.add(event.placementId);
    }
  }
  const lines = await Promise.all([...placementIds].map((id) => deps.placements.find(id)));
  const moved = lines.flatMap((line) => line?.parts ?? []);

  const rows: NewRow[] = [];
  const names = new Set<string>();
  async function add(entry: Entry, id: EntryId): Promise<void> {
    const said = saidIn(entry.body);
    const texts = textsOf(entry.body, said && (await deps.wordsOf(said.textId)));
    if (texts === null) return;
    if (entry.author.kind === 'customer') addTerms(names, entry.author.name);
    const terms = new Set<string>();
    for (const text of [texts.text, texts.subject, texts.files]) addTerms(terms, text, said ? LONGEST_SAID : undefined);
    const { conversationId: home, seq, at } = entry;
    const place = covers(moved, { of: home, seq }) ? ((await deps.placeOf(entry))?.id ?? home) : home;
    rows.push({ id, home, place, seq, at, who: whoOf(entry), terms });
  }

  for (const entry of entries) {
    if (!changed.has(`${entry.conversationId} ${entry.seq}`)) await add(entry, entry.id);
    await breathe();
  }
  const asWritten = await deps.entries.atPlaces(
    [...changed.values()].map(({ home, seq }) => ({ conversationId: home, seq })),
  );
  for (const entry of asWritten) {
    const [note] = await notes.overlay(entry.conversationId, [entry]);
    const by = changed.get(`${entry.conversationId} ${entry.seq}`)?.by;
    if (note && by) await add(note, by);
  }
  rows.sort((a, b) => (a.id < b.id ? -1 : 1));
  return { rows, replaced: [...changed.values()], moved, names };
}

function whoOf({ author, body }: Entry): Writer {
  return saidIn(body)?.purpose ?? (body.kind === 'note' ? 'note' : author.kind);
}
