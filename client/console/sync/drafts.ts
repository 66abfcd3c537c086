/** What an agent has begun to write: here at once and while offline, on the server soon after, and the newest of all their pages everywhere. */
import { hasForwarded } from '../../../shared/letter-parts.ts';
import type { FileRef } from '../../../shared/model/file.ts';
import type { ConversationId } from '../../../shared/model/ids.ts';
import type { LetterDraft } from '../../../shared/model/letter.ts';
import { type Draft, type Mention, type WritingKind, writingKinds } from '../../../shared/model/writing.ts';
import type { KeyStore } from './pending.ts';
import { createStore, type Store } from './store.ts';
import type { Transport } from './transport.ts';

export interface Words {
  text: string;
  choices: string[];
  mentions: Mention[];
  files: FileRef[];
  /** where it will travel as a letter; its HTML holds the words too */
  letter?: LetterDraft;
}

export interface LocalDraft extends Words {
  version: number;
  /** `told`: the server has it. `sent`: emptied by a send, and the server empties its own when it has taken that send. */
  state: 'fresh' | 'told' | 'sent';
  /** written on another page and overtaken by what is here */
  other?: string;
}

export const noWords: Words = { text: '', choices: [], mentions: [], files: [] };
const noDraft: LocalDraft = { ...noWords, version: 0, state: 'told' };

/** As often as a draft that is being written goes to the server. */
const PUSH_MS = 800;
/** How many the server lists; what is missing from a shorter list is empty there. */
const LISTED = 300;

export function hasWords({ text, files, letter }: Pick<Words, 'text' | 'files' | 'letter'>): boolean {
  return text.trim() !== '' || files.length > 0 || (letter !== undefined && hasForwarded(letter.html));
}

export interface DraftDeps {
  keys: KeyStore;
  userId: string;
  transport: Pick<Transport, 'ask' | 'isConnected'>;
  now(): number;
  after(ms: number, run: () => void): void;
}

type Known = Readonly<Record<string, LocalDraft>>;
const nameOf = (id: ConversationId, kind: WritingKind): string => `${id}.${kind}`;

export interface Drafts {
  /** conversations in which something is being written */
  store: Store<ReadonlySet<string>>;
  /** tells when any draft changed */
  all: Store<Known>;
  read(id: ConversationId, kind: WritingKind): LocalDraft;
  write(id: ConversationId, kind: WritingKind, words: Words): void;
  /** Empties it because it is being sent; answers the version that goes with the send. */
  take(id: ConversationId, kind: WritingKind): number;
  /** What was taken is not sent after all, and not wanted either. */
  release(id: ConversationId, kind: WritingKind): void;
  /** Has seen what was written elsewhere. */
  dismissOther(id: ConversationId, kind: WritingKind): void;
  /** Resolves when the server has it, or cannot be asked. */
  settle(id: ConversationId, kind: WritingKind): Promise<void>;
  /** The server's word on one draft. */
  hear(draft: Draft): void;
  /** After a start and every reconnect: takes what is newer there, tells what is newer here. */
  sync(): Promise<void>;
}

export function createDrafts({ keys, userId, transport, now, after }: DraftDeps): Drafts {
  const prefix = `parley.draft.${userId}.`;
  const all = createStore<Known>(load(keys, prefix));
  const store = createStore<ReadonlySet<string>>(withWords(all.get()));
  const waiting = new Set<string>();
  /** versions that this page told the server; its echo of them says nothing new */
  const told = new Map<string, Set<number>>();

  const read = (id: ConversationId, kind: WritingKind): LocalDraft => all.get()[nameOf(id, kind)] ?? noDraft;

  function put(id: ConversationId, kind: WritingKind, draft: LocalDraft): void {
    const name = nameOf(id, kind);
    const isGone = draft.state === 'told' && !hasWords(draft) && draft.other === undefined;
    if (isGone) keys.removeItem(prefix + name);
    else keys.setItem(prefix + name, JSON.stringify(draft));
    all.set((known) => ({ ...known, [name]: draft }));
    store.set((known) => {
      const isKept = writingKinds.some((each) => hasWords(read(id, each)));
      if (known.has(id) === isKept) return known;
      const next = new Set(known);
      if (isKept) next.add(id);
      else next.delete(id);
      return next;
    });
  }

  /** Another page's words: newer ones take the place of what is here, older ones are only mentioned. */
  function hear(draft: Draft): void {
    const { conversationId: id, kind, version, text, choices, mentions, files, letter } = draft;
    const here = read(id, kind);
    if (told.get(nameOf(id, kind))?.has(version)) return;
    const words = { text, choices, mentions, files, letter };
    if (version > here.version) {
      const lost = here.state === 'fresh' && isOther(here.text, text) ? here.text : here.other;
      put(id, kind, { ...words, version, state: 'told', ...(lost === undefined ? null : { other: lost }) });
    } else if (version === here.version) put(id, kind, { ...here, state: 'told' });
    else if (here.state === 'fresh' && isOther(text, here.text)) put(id, kind, { ...here, other: text });
  }

  async function push(id: ConversationId, kind: WritingKind): Promise<void> {
    const draft = read(id, kind);
    if (draft.state !== 'fresh' || !transport.isConnected()) return;
    const { text, choices, letter, version } = draft;
    const name = nameOf(id, kind);
    told.set(name, (told.get(name) ?? new Set()).add(version));
    const answer = await transport.ask('draft:save', {
      ...{ conversationId: id, kind, text, choices, letter, version },
      mentions: draft.mentions.map((one) => one.id),
      fileIds: draft.files.map((file) => file.id),
    });
    if (!answer.ok) return;
    const kept = answer.value;
    if (kept.version !== version) hear(kept);
    else if (read(id, kind).version === version) put(id, kind, { ...read(id, kind), state: 'told' });
  }

  function pushSoon(id: ConversationId, kind: WritingKind): void {
    const name = nameOf(id, kind);
    if (waiting.has(name)) return;
    waiting.add(name);
    after(PUSH_MS, () => {
      waiting.delete(name);
      void push(id, kind).then(() => {
        if (read(id, kind).state === 'fresh' && transport.isConnected()) pushSoon(id, kind);
      });
    });
  }

  const nextVersion = (draft: LocalDraft): number => Math.max(draft.version + 1, now());

  function write(id: ConversationId, kind: WritingKind, words: Words): void {
    const before = read(id, kind);
    put(id, kind, { ...before, ...words, version: nextVersion(before), state: 'fresh' });
    pushSoon(id, kind);
  }

  return {
    store,
    all,
    read,
    write,
    hear,
    take(id, kind) {
      const version = nextVersion(read(id, kind));
      put(id, kind, { ...noWords, version, state: 'sent' });
      return version;
    },
    release(id, kind) {
      const draft = read(id, kind);
      if (draft.state === 'sent') write(id, kind, noWords);
    },
    dismissOther(id, kind) {
      const { other: _other, ...rest } = read(id, kind);
      put(id, kind, rest);
    },
    settle: push,
    async sync() {
      const answer = await transport.ask('draft:list', {});
      if (!answer.ok) return;
      const listed = new Set(answer.value.map(({ conversationId, kind }) => nameOf(conversationId, kind)));
      for (const draft of answer.value) hear(draft);
      for (const [name, draft] of Object.entries(all.get())) {
        const [id, kind] = name.split('.') as [ConversationId, WritingKind];
        if (draft.state === 'fresh') void push(id, kind);
        // It was sent or emptied on another page while this one was away.
        else if (draft.state === 'told' && hasWords(draft) && !listed.has(name) && listed.size < LISTED) {
          put(id, kind, { ...noWords, version: draft.version, state: 'told' });
        }
      }
    },
  };
}

/** Words that would be lost: not only the beginning of what is there. */
function isOther(words: string, kept: string): boolean {
  return words.trim() !== '' && !kept.includes(words.trim());
}

function withWords(known: Known): ReadonlySet<string> {
  return new Set(Object.entries(known).flatMap(([name, draft]) => (hasWords(draft) ? [name.split('.')[0] ?? ''] : [])));
}

function load(keys: KeyStore, prefix: string): Known {
  const found: Record<string, LocalDraft> = {};
  for (const key of keys.keys()) {
    if (!key.startsWith(prefix)) continue;
    const draft = readDraft(keys.getItem(key));
    if (draft) found[key.slice(prefix.length)] = draft;
  }
  return found;
}

function readDraft(text: string | null): LocalDraft | null {
  try {
    const value = JSON.parse(text ?? 'null') as Partial<LocalDraft> | null;
    if (typeof value?.text !== 'string' || typeof value.version !== 'number') return null;
    return { ...noDraft, ...value };
  } catch {
    return null;
  }
}
