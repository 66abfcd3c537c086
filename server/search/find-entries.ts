/** Finds messages and notes that somebody may see, newest first: the index says which have the words, rights and texts are asked for a bounded number of them. */
import type { ConversationId, EntryId, InboxId } from '../../shared/model/ids.ts';
import type { SearchFilter, Snippet } from '../../shared/model/search.ts';
import { canSee, type UserViewer } from '../accounts/scope.ts';
import type { ConversationStore } from '../store/conversations.ts';
import type { EntryStore } from '../store/entries.ts';
import type { SearchIndexStore } from '../store/search-index.ts';
import type { Conversation, Entry } from '../timeline/model.ts';
import { createNotes } from '../timeline/notes.ts';
import { type Engine, type Requirement, SegmentGone } from './engine.ts';
import { textsOf } from './entry-text.ts';
import { cutSnippet, type Found, findWords } from './highlight.ts';
import type { Row, Writer } from './rows.ts';
import { type QueryWord, termsOfWord } from './terms.ts';

/** Each word as alternatives of which one is enough. */
export type Words = readonly (readonly QueryWord[])[];

export interface EntryHit {
  entry: Entry;
  /** where it is read */
  conversation: Conversation;
  snippet: Snippet;
  subject: Snippet | null;
}

export interface EntryQuery {
  words: Words;
  filter: SearchFilter;
  before?: EntryId;
  limit: number;
}

interface Deps {
  store: Pick<SearchIndexStore, 'state'>;
  engine: Engine;
  entries: Pick<EntryStore, 'atPlaces' | 'noteChanges' | 'atOrBefore'>;
  conversations: Pick<ConversationStore, 'findMany'>;
  keepMeant: KeepMeant;
  /** the channel of each inbox */
  channels(): Promise<ReadonlyMap<InboxId, string>>;
  clock: { now(): number };
}

/** What is looked at for one answer; who wants more asks on from there. */
const LOOKED_AT = 4_000;
const LONGEST_MS = 400;
const TRIES = 5;

/** Those whose customer the filter asks for. */
export type KeepMeant = (found: readonly Conversation[], filter: SearchFilter) => Promise<readonly Conversation[]>;

export type FindEntries = (
  viewer: UserViewer,
  query: EntryQuery,
) => Promise<{ hits: EntryHit[]; next: EntryId | null }>;

export function createFindEntries(deps: Deps): FindEntries {
  const { store, engine, entries, conversations, clock } = deps;
  const notes = createNotes(entries);

  async function read(rows: readonly Row[]): Promise<(Entry | undefined)[]> {
    const found = await entries.atPlaces(rows.map(({ home, seq }) => ({ conversationId: home, seq })));
    const present = await Promise.all(
      found.map(async (entry) =>
        entry.body.kind === 'note' ? (await notes.overlay(entry.conversationId, [entry]))[0] : entry,
      ),
    );
    const byPlace = new Map(
      present.flatMap((entry) => (entry ? [[placeKey(entry.conversationId, entry.seq), entry]] : [])),
    );
    return rows.map(({ home, seq }) => byPlace.get(placeKey(home, seq)));
  }

  return async (viewer, { words, filter, before, limit }) => {
    const requirements = requirementsOf(words);
    const channels = filter.channel === undefined ? null : await deps.channels();
    const seen = new Map<ConversationId, Conversation | null>();
    const hits: EntryHit[] = [];
    const end = clock.now() + LONGEST_MS;
    let looked = 0;
    let place = before;

    async function see(ids: readonly ConversationId[]): Promise<void> {
      const missing = [...new Set(ids)].filter((id) => !seen.has(id));
      if (missing.length === 0) return;
      for (const id of missing) seen.set(id, null);
      for (const one of await deps.keepMeant(await conversations.findMany(missing), filter)) {
        if (canSee(viewer, one) && isMeantConversation(one, filter)) seen.set(one.id, one);
      }
    }

    /** False when the page is full. */
    async function take(rows: readonly Row[]): Promise<boolean> {
      const meant = rows.filter((row) => isMeantRow(row, filter));
      await see(meant.map(({ place: id }) => id));
      const visible = meant.filter((row) => seen.get(row.place));
      for (let at = 0; at < visible.length; at += limit) {
        const some = visible.slice(at, at + limit);
        for (const [index, entry] of (await read(some)).entries()) {
          const row = some[index];
          const conversation = row && seen.get(row.place);
          if (!entry || !row || !conversation || !isMeantEntry(entry, filter, channels)) continue;
          const shown = show(entry, words);
          if (shown === null) continue;
          place = row.id;
          hits.push({ entry, conversation, ...shown });
          if (hits.length >= limit) return false;
        }
      }
      place = rows.at(-1)?.id ?? place;
      return true;
    }

    for (let tries = 0; ; tries += 1) {
      try {
        const state = await store.state();
        if (state === null) return { hits, next: null };
        const forgotten = new Set(
          state.forgetting.flatMap(({ conversationId: id, seqs }) => (seqs === null ? [id] : [])),
        );
        const parts = new Set(
          state.forgetting.flatMap(({ conversationId: id, seqs }) => (seqs ?? []).map((seq) => placeKey(id, seq))),
        );
        for await (const piece of engine.find(state, requirements, place)) {
          looked += piece.length;
          const rows = piece.filter(({ home, seq }) => !forgotten.has(home) && !parts.has(placeKey(home, seq)));
          if (!(await take(rows))) return { hits, next: place ?? null };
          if ((looked >= LOOKED_AT || clock.now() > end) && piece.length > 0)
            return { hits, next: piece.at(-1)?.id ?? null };
        }
        return { hits, next: null };
      } catch (error) {
        if (!(error instanceof SegmentGone) || tries >= TRIES) throw error;
      }
    }
  };
}

export function requirementsOf(words: Words): Requirement[] {
  return words.flatMap((alternatives): Requirement[] => {
    const [first] = alternatives;
    if (first === undefined) return [];
    // Of a script without spaces each pair of letters must be there; it has no alternatives.
    if (first.isUnspaced) return termsOfWord(first).map((term) => [term]);
    return [alternatives.flatMap(termsOfWord)];
  });
}

/** Null when it has not all of the words, as an index that lags behind may believe. */
function show(entry: Entry, words: Words): Pick<EntryHit, 'snippet' | 'subject'> | null {
  const texts = textsOf(entry.body);
  if (texts === null) return null;
  const text = findWords(texts.text, words);
  const subject = findWords(texts.subject, words);
  const files = findWords(texts.files, words);
  const isThere = (at: number): boolean => [text, subject, files].some(({ places }) => (places[at] ?? []).length > 0);
  if (!words.every((_, at) => isThere(at))) return null;
  const shown = count(text) === 0 && count(files) > 0 ? files : text.text.trim() === '' ? files : text;
  return { snippet: cutSnippet(shown), subject: texts.subject === '' ? null : cutSnippet(subject) };
}

const count = ({ places }: Found): number => places.flat().length;
const placeKey = (id: ConversationId, seq: number): string => `${id} ${seq}`;

const writtenBy: Record<NonNullable<SearchFilter['from']>, readonly Writer[]> = {
  customer: ['customer'],
  team: ['agent', 'system'],
  note: ['note'],
};

function isMeantRow({ who, at }: Row, { from, authorId, after, before }: SearchFilter): boolean {
  if (from !== undefined && !writtenBy[from].includes(who)) return false;
  if (authorId !== undefined && who !== 'agent' && who !== 'note') return false;
  return (after === undefined || at >= after) && (before === undefined || at < before);
}

export function isMeantConversation({ queueId, status }: Conversation, filter: SearchFilter): boolean {
  if (filter.queueId !== undefined && queueId !== filter.queueId) return false;
  return filter.status === undefined || status === filter.status;
}

function isMeantEntry(
  { author, inboxId, body }: Entry,
  { authorId, channel, files }: SearchFilter,
  channels: ReadonlyMap<InboxId, string> | null,
): boolean {
  if (authorId !== undefined && !(author.kind === 'agent' && author.id === authorId)) return false;
  if (files && !('files' in body && body.files.length > 0)) return false;
  return channel === undefined || channels?.get(inboxId) === channel;
}
