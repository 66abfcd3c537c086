/** A reply that the server holds back until its moment, and what is asked of the database for it. */
import type { FileRef } from '../../shared/model/file.ts';
import type { ConversationId, InboxId, UserId } from '../../shared/model/ids.ts';
import type { LetterDraft } from '../../shared/model/letter.ts';
import type { FilledTemplate } from '../../shared/model/texting.ts';
import type { ReplyHold, ScheduledReply } from '../../shared/model/writing.ts';
import type { Ending } from '../work/ports.ts';

export type HeldEnd = 'sent' | 'cancelled';

/** Times in ms since 1970. */
export interface Held {
  /** the key of the entry that it becomes, so that it becomes only one */
  id: string;
  conversationId: ConversationId;
  clientId: string;
  agent: { id: UserId; name: string };
  text: string;
  files: FileRef[];
  choices: string[];
  template?: FilledTemplate;
  letter?: LetterDraft;
  by?: InboxId;
  hold: ReplyHold;
  /** when it is to be sent */
  at: number;
  /** when somebody looks at it next: `at`, or the end of the claim of a node that is sending it */
  dueAt: number;
  /** `sending` is taken back by nobody: it may be in the log already */
  state: 'waiting' | 'sending' | HeldEnd;
  /** who claimed it last */
  nodeId?: string;
  /** how many messages the customer had written when it was held */
  customerSeen: number;
  close: Ending | null;
  /** cancelled, and its author has not got the words back yet */
  owed?: boolean;
  endedAt?: number;
}

/** Every verb is one atomic step on one document, or a plain look. */
export interface HeldStore {
  /** null: it is new; else what was held under this id before. */
  insert(held: Held): Promise<Held | null>;
  find(id: string): Promise<Held | null>;
  /** open ones of a conversation */
  count(conversationId: ConversationId): Promise<number>;
  /** Open ones, soonest first. */
  waiting(conversationId: ConversationId): Promise<Held[]>;
  /** Those of these conversations that the customer's word cancels. */
  laterIn(ids: readonly ConversationId[]): Promise<Held[]>;
  due(by: number, limit: number): Promise<Held[]>;
  /** For one node alone until `until`; null when another one has it, or it is over. `dueAt`: as it was read. */
  claim(id: string, dueAt: number, until: number, nodeId: string): Promise<Held | null>;
  /** Only while nobody sends it. `owed`: its author is to have the words back. */
  cancel(id: string, at: number, owed: boolean): Promise<Held | null>;
  /** After its claim; what is cancelled is owed to its author. */
  finish(id: string, state: HeldEnd, at: number): Promise<Held | null>;
  /** Its author has the words back. */
  settle(id: string): Promise<void>;
  /** What was cancelled before this moment and is still owed: a node died on the way. */
  owed(before: number, limit: number): Promise<Held[]>;
  /** What this node had claimed in an earlier life is due now. */
  releaseAll(nodeId: string, at: number): Promise<void>;
  dropEnded(before: number): Promise<void>;
}

export function presentHeld(held: Held): ScheduledReply {
  const { conversationId, clientId, agent, text, files, choices, letter, at, hold } = held;
  const who = { agentId: agent.id, agentName: agent.name };
  return {
    conversationId,
    clientId,
    ...who,
    text,
    files,
    choices,
    ...(letter && { letter }),
    at,
    hold,
    closes: held.close !== null,
  };
}
