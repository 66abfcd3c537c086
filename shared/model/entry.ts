/** Entries as each audience sees them. A visitor's entry has no field that a private note could travel in. */

import type { CallDirection, CallEnding, CallTold } from './call.ts';
import type { Priority } from './conversation.ts';
import type { FileRef } from './file.ts';
import type { CallId, ConversationId, EntryId, InboxId, QueueId, TeamId, UserId } from './ids.ts';
import type { DeliveryCode, Letter } from './letter.ts';
import type { PlacementNews } from './placement.ts';
import type { FilledTemplate } from './texting.ts';

/** How many messages the customer and the team had written up to and including an entry; unread counts are differences of these. */
export interface Tally {
  customer: number;
  agent: number;
  /** of them, those that came with files; missing while none did */
  files?: number;
}

/** By when a customer is to be answered; there while the team owes an answer in a queue that has a target. */
export interface ReplyDue {
  which: 'first' | 'next';
  /** ms since 1970; null while the clock stands still, as long as it is snoozed or closed */
  at: number | null;
  /** the whole target, minutes of opening hours */
  minutes: number;
}

export interface MessageBody {
  kind: 'message';
  text: string;
  files: FileRef[];
  /** quick replies that the customer may tap instead of typing */
  choices?: string[];
  /** what a message has that travelled as a letter */
  letter?: Letter;
  /** what its text was made of */
  template?: FilledTemplate;
  /** beside the conversation, as an automatic answer: it counts as nobody's word, and changes no status */
  aside?: true;
  /** what it said is erased: neither words nor files are left */
  erased?: true;
}

export interface NoteBody {
  kind: 'note';
  text: string;
  files: FileRef[];
  /** colleagues whose attention it asks for */
  mentions?: { id: UserId; name: string }[];
  /** when its author last changed it, ms since 1970; the text is the changed one */
  editedAt?: number;
  /** its author took it back: text, files and mentions are told to nobody any more */
  deleted?: true;
  /** what it said is erased */
  erased?: true;
}

export interface FormAnswer {
  label: string;
  value: string;
}

/** What happened to a conversation, told as an entry. */
export type ConversationEvent =
  | { type: 'opened'; linkedFrom?: ConversationId }
  | { type: 'form-answered'; answers: FormAnswer[] }
  | { type: 'message-left'; email: string }
  /** by a code that was mailed there */
  | { type: 'address-proven'; email: string }
  /** the other side sent a message back */
  | { type: 'returned'; recipient: string; code: DeliveryCode }
  /** they want to be written to no more; `provider`: it was told so, and refuses */
  | { type: 'opted-out'; by: 'customer' | 'provider' }
  | { type: 'opted-in' }
  | { type: 'queued'; queueId: QueueId; queueName: string }
  | { type: 'assigned'; agentId: UserId; agentName: string; waitedMs: number }
  | { type: 'declined'; agentId: UserId; agentName: string }
  | { type: 'missed'; agentId: UserId; agentName: string }
  | { type: 'requeued'; reason: 'owner-gone' | 'reopened' }
  | { type: 'closed'; by: 'agent' | 'customer' | 'system'; reason: 'done' | 'ended' | 'abandoned'; agentName?: string }
  | { type: 'reopened' }
  | { type: 'rated'; score: number; comment?: string }
  | { type: 'transferred'; byId: UserId; byName: string; to: TransferTarget; note?: string }
  /** nobody took what was handed over: it went back */
  | { type: 'transfer-refused'; to: TransferTarget; why: 'declined' | 'timeout' }
  /** whoever handed it over thought better of it before anybody took it */
  | { type: 'transfer-recalled'; byId: UserId; byName: string; to: TransferTarget }
  /** given by hand, without being asked */
  | { type: 'given'; byId: UserId; byName: string; agentId: UserId; agentName: string }
  | { type: 'taken-over'; agentId: UserId; agentName: string; fromName: string | null }
  | { type: 'asked-in'; byId: UserId; byName: string; agentId: UserId; agentName: string }
  | { type: 'guest-left'; byId: UserId; byName: string; agentId: UserId; agentName: string }
  | { type: 'snoozed'; byId: UserId; byName: string; until: number }
  | { type: 'woken'; reason: 'due' | 'customer' | 'agent'; byName?: string }
  | { type: 'tagged'; byId: UserId; byName: string; added: string[]; removed: string[] }
  | { type: 'prioritised'; byId: UserId; byName: string; priority: Priority }
  /** the queue's reply target is another now; it counts from `from`, if nothing was said since `tally` */
  | { type: 'retargeted'; from: number; tally: Tally }
  | { type: 'wrapped-up'; byName: string | null; outcome: string | null; note?: string }
  | { type: 'hand-raised'; byId: UserId; byName: string; text: string }
  | { type: 'hand-lowered'; byId: UserId; byName: string }
  /** `text` is empty once a later change of the same note has come */
  | { type: 'note-edited'; noteSeq: number; byId: UserId; byName: string; text: string }
  | { type: 'note-deleted'; noteSeq: number; byId: UserId; byName: string }
  /** entries of this thread are read in the other one from now on; of the other in this one; as before */
  | ({ type: 'moved-out' | 'moved-in' | 'moved-back' } & PlacementNews)
  /** their number is used by several: whose conversation it is; empty: somebody else's, null: nobody's again */
  | { type: 'number-placed'; byId: UserId; byName: string; to: string | null }
  /** one line of a call's life; `at`: when it happened, ms since 1970 */
  | { type: 'call'; callId: CallId; at: number; told: CallTold };

/** Whom work is handed to. */
export type TransferTarget =
  | { kind: 'agent'; id: UserId; name: string }
  | { kind: 'team'; id: TeamId; name: string }
  | { kind: 'queue'; id: QueueId; name: string };

export interface EventBody {
  kind: 'event';
  event: ConversationEvent;
}

export type AgentEntryBody = MessageBody | NoteBody | EventBody;

export type AgentEntryAuthor =
  | { kind: 'customer'; name: string }
  | { kind: 'agent'; id: UserId; name: string }
  | { kind: 'system' };

/** What an agent, supervisor or admin sees of an entry. `prev` is the seq of the entry before it that they may see (0: none). `at` in ms since 1970. */
export interface AgentEntry {
  id: EntryId;
  conversationId: ConversationId;
  seq: number;
  prev: number;
  at: number;
  inboxId: InboxId;
  author: AgentEntryAuthor;
  clientId?: string;
  body: AgentEntryBody;
  tally: Tally;
  /** how it stands after this entry */
  replyDue: ReplyDue | null;
}

/** The events a visitor is told of. */
export type VisitorEvent =
  | { type: 'assigned'; agentName: string }
  | { type: 'closed'; by: 'agent' | 'customer' | 'system' }
  | { type: 'reopened' }
  | { type: 'message-left'; email: string }
  | { type: 'address-proven'; email: string }
  | { type: 'rated'; score: number }
  | { type: 'call'; told: VisitorCallTold };

/** Of a call's life, what both sides have lived through. */
export type VisitorCallTold =
  | { what: 'began'; direction: CallDirection }
  | { what: 'answered'; byName: string }
  | { what: 'ended'; talkedMs: number; ending: CallEnding };

export type VisitorEntryBody = MessageBody | { kind: 'event'; event: VisitorEvent };

export type VisitorEntryAuthor = { kind: 'you' } | { kind: 'agent'; name: string } | { kind: 'system' };

/** What a visitor sees of an entry of their own conversation. */
export interface VisitorEntry {
  id: EntryId;
  conversationId: ConversationId;
  seq: number;
  prev: number;
  at: number;
  author: VisitorEntryAuthor;
  clientId?: string;
  body: VisitorEntryBody;
  tally: Tally;
}
