/** What this agent writes: sends that never wait, drafts, and replies that the server holds. */
import type { Result } from '../../../shared/errors.ts';
import type { ConsoleAnswers } from '../../../shared/events.ts';
import { mergeLetters } from '../../../shared/letter-parts.ts';
import type { ConversationId, InboxId, MacroId } from '../../../shared/model/ids.ts';
import type { FilledTemplate, Texting } from '../../../shared/model/texting.ts';
import type { ScheduledReply, WritingKind } from '../../../shared/model/writing.ts';
import type { DeskState } from './desk-state.ts';
import { createDrafts, type Drafts, hasWords, type Words } from './drafts.ts';
import { createOutbox } from './outbox.ts';
import { createPendingStore, type Ending, type KeyStore, type PendingHold } from './pending.ts';
import type { Store } from './store.ts';
import type { Threads } from './threads.ts';
import type { Transport } from './transport.ts';

export interface Send extends Words {
  kind: WritingKind;
  /** seq of the customer's newest message that the writer had seen */
  expects?: number;
  /** an inbox of letters by which it goes, where that is not the conversation's own way */
  by?: InboxId;
  /** what the words are made of, where only approved ones go */
  template?: FilledTemplate;
  hold?: PendingHold | null;
  close?: Ending | null;
}

export interface Writing {
  drafts: Drafts;
  /** Sends the words and empties the draft that they were. */
  send(id: ConversationId, send: Send): void;
  /** Sends again, knowing what the customer wrote by now. */
  sendAnyway(clientId: string, expects: number): void;
  /** Takes a send that was refused back into the draft, before what is written there. */
  takeBack(clientId: string): void;
  loadReplies(id: ConversationId): void;
  /** What may be written there now; null: anything. */
  rules(id: ConversationId): Promise<Result<Texting | null>>;
  /** By what they can be answered, the conversation's own way first. */
  ways(id: ConversationId): Promise<Result<ConsoleAnswers['reply:ways']>>;
  /** Repeatable under its id: it goes on where it was. */
  runMacro(run: MacroAsked): Promise<Result<ConsoleAnswers['macro:run']>>;
  /** An id for a run, to be repeated with it. */
  newRunId(): string;
  /** Takes a held reply back; `keep`: its words return to the draft. */
  unschedule(reply: ScheduledReply, keep: boolean): Promise<Result<ConsoleAnswers['reply:unschedule']>>;
}

export interface MacroAsked {
  conversationId: ConversationId;
  macroId: MacroId;
  clientId: string;
  expects: number;
}

export interface WritingDeps {
  store: Store<DeskState>;
  transport: Transport;
  threads: Pick<Threads, 'hear'>;
  userId: string;
  keys: KeyStore;
  now(): number;
  newClientId(): string;
  after(ms: number, run: () => void): void;
}

export function setReplies(state: DeskState, id: ConversationId, replies: readonly ScheduledReply[]): DeskState {
  if (replies.length === 0 && !state.replies[id]) return state;
  const { [id]: _before, ...others } = state.replies;
  return { ...state, replies: replies.length > 0 ? { ...others, [id]: replies } : others };
}

export function createWriting(deps: WritingDeps) {
  const { store, transport, threads, userId, keys, now, newClientId, after } = deps;
  const drafts = createDrafts({ keys, userId, transport, now, after });
  const outbox = createOutbox({
    store,
    transport,
    kept: createPendingStore(keys, userId),
    after,
    onWritten: (entry) => threads.hear(entry.conversationId, { type: 'entry:appended', entry }),
    onHeld: (reply) =>
      store.set((state) => {
        const known = state.replies[reply.conversationId] ?? [];
        if (known.some((one) => one.clientId === reply.clientId)) return state;
        return setReplies(state, reply.conversationId, [...known, reply]);
      }),
  });
  const find = (clientId: string) => store.get().pending.find((send) => send.clientId === clientId);

  transport.on('draft:changed', ({ draft }) => drafts.hear(draft));
  transport.on('reply:changed', ({ conversationId, replies }) =>
    store.set((state) => setReplies(state, conversationId, replies)),
  );

  const writing: Writing = {
    drafts,
    send(conversationId, send) {
      // An approved text leaves what is being written where it is.
      const draft = send.template ? undefined : drafts.take(conversationId, send.kind);
      outbox.send({ ...send, draft, conversationId, clientId: newClientId(), at: now(), state: { kind: 'waiting' } });
    },
    sendAnyway: (clientId, expects) => outbox.retry(clientId, expects),
    takeBack(clientId) {
      const send = find(clientId);
      if (!send) return;
      const known = drafts.read(send.conversationId, send.kind);
      drafts.write(send.conversationId, send.kind, {
        text: [send.text, known.text].filter((text) => text.trim() !== '').join('\n\n'),
        choices: known.choices.length > 0 ? known.choices : (send.choices ?? []),
        mentions: [...(send.mentions ?? []), ...known.mentions],
        files: [...send.files, ...known.files],
        letter: send.letter ? mergeLetters(send.letter, hasWords(known) ? known.letter : undefined) : known.letter,
      });
      outbox.drop(clientId);
    },
    loadReplies(id) {
      void transport.ask('reply:list', { conversationId: id }).then((answer) => {
        if (answer.ok) store.set((state) => setReplies(state, id, answer.value));
      });
    },
    rules: (conversationId) => transport.ask('reply:rules', { conversationId }),
    ways: (conversationId) => transport.ask('reply:ways', { conversationId }),
    runMacro: (run) => transport.ask('macro:run', run),
    newRunId: newClientId,
    async unschedule({ conversationId, clientId }, keep) {
      // What is being written must be there first, so that what comes back is put before it.
      if (keep) await drafts.settle(conversationId, 'message');
      return transport.ask('reply:unschedule', { conversationId, clientId, keep });
    },
  };

  return {
    writing,
    outbox,
    /** A send that its author gives up: nothing is left of its draft either. */
    discard(clientId: string): void {
      const send = find(clientId);
      if (send) drafts.release(send.conversationId, send.kind);
      outbox.drop(clientId);
    },
  };
}
