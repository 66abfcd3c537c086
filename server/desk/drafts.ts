/** Drafts of people inside: the newest version wins, what was sent is cleared, what could not be sent comes back. */
import { mergeLetters } from '../../shared/letter-parts.ts';
import { limits } from '../../shared/limits.ts';
import type { ConversationId, UserId } from '../../shared/model/ids.ts';
import type { Draft, WritingKind } from '../../shared/model/writing.ts';
import type { Clock } from '../lib/clock.ts';
import type { DraftStore } from '../store/desk-drafts.ts';

export interface Drafts {
  /** Answers what is kept: this one, or a newer one. */
  save(userId: UserId, draft: Draft): Promise<Draft>;
  list(userId: UserId): Promise<Draft[]>;
  /** It was sent: clears it unless its author has gone on writing. */
  clear(userId: UserId, conversationId: ConversationId, kind: WritingKind, version: number): Promise<void>;
  /** Words that were taken from their author come back, before what they have written since; once, however often it is repeated. */
  giveBack(
    userId: UserId,
    conversationId: ConversationId,
    words: Pick<Draft, 'text' | 'choices' | 'files' | 'letter'>,
  ): Promise<void>;
  sweep(): Promise<void>;
}

interface Deps {
  store: DraftStore;
  clock: Clock;
  /** to all pages of its author */
  tell(userId: UserId, draft: Draft): void;
}

/** An emptied draft is kept this long, so that a page that was away does not bring its words back. */
const EMPTIED_MS = 30 * 24 * 60 * 60 * 1000;
/** Races with an author who is typing; each is lost to a newer version. */
const TRIES = 10;

export function createDrafts({ store, clock, tell }: Deps): Drafts {
  async function save(userId: UserId, draft: Draft): Promise<Draft> {
    const kept = await store.save(userId, draft, clock.now());
    if (kept.version === draft.version) tell(userId, kept);
    return kept;
  }

  return {
    save,
    list: (userId) => store.list(userId, limits.drafts),
    async clear(userId, conversationId, kind, version) {
      const emptied = await store.clear(userId, conversationId, kind, version, clock.now());
      if (emptied) tell(userId, emptied);
    },
    async giveBack(userId, conversationId, { text, choices, files, letter }) {
      const none: Draft = {
        conversationId,
        kind: 'message',
        text: '',
        choices: [],
        mentions: [],
        files: [],
        version: 0,
      };
      let known = (await store.list(userId, limits.drafts)).find(
        (draft) => draft.conversationId === conversationId && draft.kind === 'message',
      );
      for (let attempt = 0; attempt < TRIES; attempt += 1) {
        const before = known ?? none;
        if (before.text.startsWith(text) && text !== '') return;
        const draft: Draft = {
          ...before,
          text: [text, before.text].filter((words) => words.trim() !== '').join('\n\n'),
          choices: before.choices.length > 0 ? before.choices : choices,
          files: [...files, ...before.files].slice(0, limits.filesPerMessage),
          ...(letter && { letter: mergeLetters(letter, before.letter) }),
          version: Math.max(before.version + 1, clock.now()),
        };
        known = await save(userId, draft);
        if (known.version === draft.version) return;
      }
    },
    sweep: () => store.dropEmptied(clock.now() - EMPTIED_MS),
  };
}
