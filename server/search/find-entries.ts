/**
 * Finds messages, notes and what was said in recordings, newest first: the index says which have the words; rights and texts are asked for a bounded
 * number of them. Of recordings that not everybody may hear nothing is quoted: whoever reads those leaves a trace.
 */
import type { ConversationId, EntryId, FileId, InboxId } from '../../shared/model/ids.ts';
import type { SearchFilter, Snippet } from '../../shared/model/search.ts';
import { canSee, type UserViewer } from '../accounts/scope.ts';
import type { ConversationStore } from '../store/conversations.ts';
import type { EntryStore } from '../store/entries.ts';
import type { SearchIndexStore } from '../store/search-index.ts';
import type { Conversation, Entry } from '../timeline/model.ts';
import { createNotes } from '../timeline/notes.ts';
import { type Engine, type Requirement, SegmentGone } from './engine.ts';
import { type EntryTexts, saidIn, textsOf } from './entry-text.ts';
import { cutSnippet, type Found, findWords } from './highlight.ts';
import type { Row, Writer } from './rows.ts';
import { type QueryWord, termsOfWord } from './terms.ts';

/** Each word as alternatives of which one is enough. */
export type Words = readonly (readonly QueryWord[])[];

export interface EntryHit {
  entry: Entry;
  /** where it is read */
  conversation: Conversation;
  /** null: it has the words, and is to be opened where that is noted down */
  snippet: Snippet | null;
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
  wordsOf(textId: FileId): Promise<string | null>;
  /** whether they may read what was said in a recording, and quoted by a search; null: neither */
  hearing: Hearing;
  /** the channel of each inbox */
  channels(): Promise<ReadonlyMap<InboxId, string>>;
  clock: { now(): number };
}

/** What is looked at for one answer; who wants more asks on from there. */
const LOOKED_AT = 4_000;
const LONGEST_MS = 400;
const TRIES = 5;

/** By the rule of the recording's number as it is now. */
export type Hearing = (
  viewer: UserViewer,
  textId: FileId,
  conversationId: ConversationId,
) => Promise<{ isOpen: boolean } | null>;

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

  /** Null when it may not be read, or has not all of the words, as an index that lags behind may believe. */
  async function show(viewer: UserViewer, entry: Entry, words: Words): Promise<Shown | null> {
    const said = saidIn(entry.body);
    if (said === null) return quote(textsOf(entry.body), words);
    const heard = await deps.hearing(viewer, said.textId, entry.conversationId);
    if (heard === null) return null;
    const shown = quote(textsOf(entry.body, await deps.wordsOf(said.textId)), words);
    return shown && (heard.isOpen ? shown : { snippet: null, subject: null });
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
      const meant = rows.filter((row) => isMeantRow(row, filter)).map(whereRead);
      await see(meant.map(({ place: id }) => id));
      const visible = meant.filter((row) => seen.get(row.place));
      for (let at = 0; at < visible.length; at += limit) {
        const some = visible.slice(at, at + limit);
        for (const [index, entry] of (await read(some)).entries()) {
          const row = some[index];
          const conversation = row && seen.get(row.place);
          if (!entry || !row || !conversation || !isMeantEntry(entry, filter, channels)) continue;
          const shown = await show(viewer, entry, words);
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

type Shown = Pick<EntryHit, 'snippet' | 'subject'>;

/** Calls stay where they were. */
const whereRead = (row: Row): Row =>
  row.who === 'voicemail' || row.who === 'call' ? { ...row, place: row.home } : row;

function quote(texts: EntryTexts | null, words: Words): Shown | null {
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
  customer: ['customer', 'voicemail', 'call'],
  team: ['agent', 'system', 'call'],
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
