/** One search over everything: customers by name and address, conversations by number and subject, and what was written in them. */

import type { CustomerId, EntryId } from '../../shared/model/ids.ts';
import type { SearchAnswer, SearchFilter } from '../../shared/model/search.ts';
import { fold, readPhone, wordsOf } from '../../shared/search-text.ts';
import { scopeOf, type UserViewer } from '../accounts/scope.ts';
import type { Customers } from '../customers/customers.ts';
import type { Conversation } from '../timeline/model.ts';
import type { Timeline } from '../timeline/timeline.ts';
import { type EntryHit, type FindEntries, isMeantConversation, type KeepMeant, type Words } from './find-entries.ts';
import { findWords } from './highlight.ts';
import { readQuery } from './terms.ts';
import type { Dictionary } from './words.ts';

export interface SearchQuery {
  text: string;
  filter: SearchFilter;
  cursor?: string;
  limit: number;
}

export interface FoundPerson {
  id: CustomerId;
  /** theirs that were found, the newest first */
  conversations: Conversation[];
}

export interface Results {
  customers: FoundPerson[];
  conversations: Conversation[];
  entries: EntryHit[];
  next: string | null;
  instead: SearchAnswer['instead'];
}

export interface Search {
  find(viewer: UserViewer, query: SearchQuery): Promise<Results>;
  /** Conversations by their customer or number, the best first. */
  findConversations(viewer: UserViewer, text: string, limit: number): Promise<Conversation[]>;
}

export interface SearchDeps {
  findEntries: FindEntries;
  keepMeant: KeepMeant;
  dictionary: Pick<Dictionary, 'near'>;
  timeline: Pick<Timeline, 'findByNumber' | 'findByWords'>;
  customers: Pick<Customers, 'findByAddress' | 'findArchived'>;
}

/** With nothing found, or fewer than these by a single word, words that may have been mistyped are looked for under others. */
const FEW = 5;
const PEOPLE = 30;
const ARCHIVED = 200;
const GROUP = 6;
const TRIED_NAMES = 6;
/** what a cursor begins with when words were replaced */
const REPLACED = '~';

const nothing: Results = { customers: [], conversations: [], entries: [], next: null, instead: [] };

export function createSearch({ findEntries, keepMeant, dictionary, timeline, customers }: SearchDeps): Search {
  async function findPeople(viewer: UserViewer, text: string, limit: number): Promise<Conversation[]> {
    if (text.startsWith('#')) return [];
    const query = { scope: scopeOf(viewer), limit };
    const words = wordsOf(text);
    const [byWords, byAddress] = await Promise.all([
      timeline.findByWords(words, query),
      customers.findByAddress(words, readPhone(text), query),
    ]);
    return unique([...byWords, ...byAddress]);
  }

  async function findNumber(viewer: UserViewer, text: string, limit: number): Promise<Conversation[]> {
    const digits = /^#?\s*(\d{1,9})$/.exec(text)?.[1];
    return digits === undefined ? [] : timeline.findByNumber(digits, { scope: scopeOf(viewer), limit });
  }

  /** Each word with others that it may have been meant to be; null when there are none. */
  async function replaceWords(words: Words): Promise<Words | null> {
    let isReplaced = false;
    const all = await Promise.all(
      words.map(async ([word, ...rest]) => {
        if (!word || word.isUnspaced) return word ? [word, ...rest] : rest;
        const near = await dictionary.near(word.text);
        isReplaced ||= near.length > 0;
        return [word, ...near.map((text) => ({ ...word, text, isPrefix: false }))];
      }),
    );
    return isReplaced ? all : null;
  }

  async function findMistyped(viewer: UserViewer, text: string): Promise<Conversation[]> {
    const typed = wordsOf(text);
    for (const [at, word] of typed.entries()) {
      for (const other of (await dictionary.near(word)).slice(0, TRIED_NAMES)) {
        const query = { scope: scopeOf(viewer), limit: PEOPLE };
        const found = await timeline.findByWords(
          typed.map((one, index) => (index === at ? other : one)),
          query,
        );
        if (found.length > 0) return found;
      }
    }
    return [];
  }

  /** Without a word: whoever cannot be reached, the last of whom it became known first. */
  async function findArchived(viewer: UserViewer, filter: SearchFilter): Promise<FoundPerson[]> {
    if (!filter.archived) return [];
    const found = await customers.findArchived({ scope: scopeOf(viewer), limit: ARCHIVED });
    const meant = await keepMeant(found, filter);
    return byPerson(meant.filter((one) => isMeantConversation(one, filter))).slice(0, PEOPLE);
  }

  return {
    async findConversations(viewer, text, limit) {
      const found = await Promise.all([findNumber(viewer, text, limit), findPeople(viewer, text, limit)]);
      return unique(found.flat()).slice(0, limit);
    },
    async find(viewer, { text, filter, cursor, limit }) {
      const isNumber = text.startsWith('#');
      const words = isNumber ? [] : readQuery(text).map((word) => [word]);
      const isReplaced = cursor?.startsWith(REPLACED) ?? false;
      const before = (isReplaced ? cursor?.slice(1) : cursor) as EntryId | undefined;
      const query = { filter, limit, ...(before !== undefined && { before }) };
      const none = { hits: [], next: null };
      const asked = isReplaced ? ((await replaceWords(words)) ?? words) : words;
      const page = asked.length === 0 ? none : await findEntries(viewer, { ...query, words: asked });
      if (cursor !== undefined) {
        const next = page.next && (isReplaced ? REPLACED : '') + page.next;
        return { customers: [], conversations: [], entries: page.hits, next, instead: [] };
      }
      if (text === '') return { ...nothing, customers: await findArchived(viewer, filter) };

      // Whoever is looked for by what they wrote is not looked for by name.
      const isOfEntries = filter.from !== undefined || filter.authorId !== undefined || filter.files !== undefined;
      const isMeant = (one: Conversation) =>
        isMeantConversation(one, filter) && (filter.channel === undefined || one.channel === filter.channel);
      const [exact, numbered] = isOfEntries
        ? [[], []]
        : await Promise.all([findPeople(viewer, text, PEOPLE), findNumber(viewer, text, GROUP)]);
      const isFew = page.next === null && page.hits.length < (words.length === 1 ? FEW : 1);
      const people = await keepMeant(
        exact.length > 0 || isOfEntries || !isFew ? exact : await findMistyped(viewer, text),
        filter,
      );
      const others = isFew && exact.length === 0 ? await replaceWords(words) : null;
      const wider = others && (await findEntries(viewer, { ...query, words: others }));
      const isWider = wider !== null && wider.hits.length > page.hits.length;
      const { hits, next } = isWider ? wider : page;
      const bySubject = hits.map(({ conversation }) => conversation).filter(({ subject }) => hasAll(subject, asked));
      const byNumber = await keepMeant(numbered, filter);
      return {
        customers: byPerson(people.filter(isMeant)).slice(0, GROUP),
        conversations: unique([...byNumber, ...bySubject].filter(isMeant)).slice(0, GROUP),
        entries: hits,
        next: next && (isWider ? REPLACED : '') + next,
        instead: isWider ? wordsFound(others ?? [], hits) : [],
      };
    },
  };
}

function unique(conversations: readonly Conversation[]): Conversation[] {
  return [...new Map(conversations.map((one) => [one.id, one])).values()];
}

function byPerson(conversations: readonly Conversation[]): FoundPerson[] {
  const people = new Map<CustomerId, Conversation[]>();
  for (const one of conversations) people.set(one.customer.id, [...(people.get(one.customer.id) ?? []), one]);
  return [...people].map(([id, theirs]) => ({ id, conversations: theirs }));
}

function hasAll(text: string | null, words: Words): boolean {
  return text !== null && words.length > 0 && findWords(text, words).places.every((places) => places.length > 0);
}

/** Of each word that was not found as it was typed, those that were. */
function wordsFound(words: Words, hits: readonly EntryHit[]): SearchAnswer['instead'] {
  const shown = hits.flatMap(({ snippet, subject }) =>
    [snippet, subject]
      .flatMap((one) => one ?? [])
      .flatMap(({ text, marks }) => marks.map(([from, to]) => fold(text.slice(from, to)))),
  );
  const marked = new Set(shown);
  return words.flatMap(([typed, ...others]) => {
    const found = others.map(({ text }) => text).filter((text) => marked.has(text));
    return typed && found.length > 0 ? [{ typed: typed.text, words: found }] : [];
  });
}
