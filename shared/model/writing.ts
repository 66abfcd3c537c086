/** What somebody inside has begun to write, what they wrote to be sent later, and what a macro did. */
import type { WireError } from '../errors.ts';
import type { MacroAction } from './catalogue.ts';
import type { FileRef } from './file.ts';
import type { ConversationId, MacroId, UserId } from './ids.ts';
import type { LetterDraft } from './letter.ts';

export const writingKinds = ['message', 'note'] as const;
/** to the customer, or to the team */
export type WritingKind = (typeof writingKinds)[number];

export interface Mention {
  id: UserId;
  name: string;
}

/** One author's unsent words in one conversation; the greater `version` is the newer one, and an emptied draft has one too. */
export interface Draft {
  conversationId: ConversationId;
  kind: WritingKind;
  text: string;
  choices: string[];
  mentions: Mention[];
  /** uploaded, not sent */
  files: FileRef[];
  /** where it will travel as a letter */
  letter?: LetterDraft;
  version: number;
}

/** `later`: the customer's next message cancels it. `undo`: it was sent, and its author may still think better of it. */
export type ReplyHold = 'later' | 'undo';

/** A reply that the server will send. Times in ms since 1970. */
export interface ScheduledReply {
  conversationId: ConversationId;
  /** its author's id for it; the entry will carry the same one */
  clientId: string;
  agentId: UserId;
  agentName: string;
  text: string;
  files: FileRef[];
  choices: string[];
  letter?: LetterDraft;
  at: number;
  hold: ReplyHold;
  /** the conversation is closed after it */
  closes: boolean;
}

/** `left-out`: not tried, because one before it failed. */
export interface MacroStep {
  action: MacroAction;
  state: 'done' | 'failed' | 'left-out';
  error?: WireError;
}

export interface MacroRun {
  macroId: MacroId;
  name: string;
  steps: MacroStep[];
}
