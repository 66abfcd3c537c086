/**
 * The only map of socket events: requests are `noun:verb` and acknowledged with a Result, facts are `noun:verbed`.
 * Request payloads are zod schemas because strangers send them; facts are plain types because only the server does.
 */
import { z } from 'zod';
import type { ThreadSnapshot } from './apply.ts';
import type { Result, WireError } from './errors.ts';
import { type CallAnswers, type CallFacts, callRequests } from './events-calls.ts';
import { type HistoryAnswers, type HistoryFacts, historyRequests } from './events-history.ts';
import { type ListAnswers, type ListFacts, listRequests } from './events-list.ts';
import { type PlacementAnswers, placementRequests } from './events-placement.ts';
import { type PreferenceAnswers, type PreferenceFacts, preferenceRequests } from './events-preferences.ts';
import { type ThreadAnswers, type ThreadFacts, threadRequests } from './events-thread.ts';
import { type VisitorCallAnswers, type VisitorCallFacts, visitorCallRequests } from './events-visitor-calls.ts';
import { type WorkAnswers, workRequests } from './events-work.ts';
import { type WritingAnswers, type WritingFacts, writingRequests } from './events-writing.ts';
import { limits } from './limits.ts';
import { type AgentSelf, declineReasonSchema, type Offer, type OfferEnd } from './model/agent.ts';
import type { AgentConversation, ConversationRow, VisitorConversation } from './model/conversation.ts';
import type { AgentEntry, VisitorEntry } from './model/entry.ts';
import type { Colleague, FloorChange, FloorSnapshot } from './model/floor.ts';
import {
  type ConversationId,
  clientIdSchema,
  type FileId,
  type InboxId,
  idSchema,
  type NoticeId,
  type OfferId,
  type QueueId,
  type TeamId,
  type UserId,
  type WorkItemId,
} from './model/ids.ts';
import type { Availability, WidgetInbox } from './model/inbox.ts';
import type { Notice } from './model/notice.ts';
import type { DeskPreferences } from './model/preferences.ts';
import type { WritingKind } from './model/writing.ts';

const conversationId = idSchema<ConversationId>();
const seq = z.number().int().min(0).max(Number.MAX_SAFE_INTEGER);
const text = z.string().max(limits.text);
const fileIds = z.array(idSchema<FileId>()).max(limits.filesPerMessage).default([]);
const inConversation = z.object({ conversationId });
const sync = z.object({ conversationId, after: seq, rev: seq });
const page = z.object({
  conversationId,
  before: seq,
  limit: z.number().int().min(1).max(limits.page).default(limits.page),
});
const mark = z.object({ conversationId, upTo: seq });

/** Requests of the console. */
export const consoleRequests = {
  'desk:sync': z.object({}),
  ...listRequests,
  ...threadRequests,
  ...historyRequests,
  'conversation:leave': inConversation,
  'conversation:sync': sync,
  ...writingRequests,
  'read:mark': mark,
  ...workRequests,
  ...placementRequests,
  ...preferenceRequests,
  ...callRequests,
  'offer:accept': z.object({ workItemId: idSchema<WorkItemId>(), offerId: idSchema<OfferId>() }),
  'offer:decline': z.object({
    workItemId: idSchema<WorkItemId>(),
    offerId: idSchema<OfferId>(),
    reason: declineReasonSchema,
  }),
  'colleagues:list': z.object({}),
  /** `from`: since when "today" is counted, ms since 1970 */
  'floor:watch': z.object({ from: z.number().int().min(0).max(Number.MAX_SAFE_INTEGER) }),
  'floor:leave': z.object({}),
  /** said by whoever begins to watch a conversation from the floor */
  'floor:look': inConversation,
  'notices:list': z.object({}),
  'notices:read': z.object({ ids: z.array(idSchema<NoticeId>()).min(1).max(200) }),
} as const;
export type ConsoleRequests = typeof consoleRequests;

export interface DeskInbox {
  id: InboxId;
  name: string;
  channel: string;
  weight: number;
  /** how messages travel here: `letter` ones have subject, addresses and a rich body */
  format: 'chat' | 'letter' | 'call';
  queueId: QueueId;
  /** of calls: what one weighs, whether nothing else is done beside it, and the number that texts go from; null: it sends none */
  call?: { weight: number; exclusive: boolean; number: string | null };
  /** of letters: what it sends from, and what stands below every letter */
  address?: string;
  signature?: string;
}

/** Everything a console needs to begin, and again after every reconnect. */
export interface DeskSnapshot {
  me: AgentSelf;
  offers: Offer[];
  /** conversations this agent owns, so that their tabs are there at once */
  mine: ConversationRow[];
  /** `weight`: how much of an agent's room its work takes, beside the others */
  inboxes: DeskInbox[];
  queues: { id: QueueId; name: string; wrapUpSeconds: number; teamIds: TeamId[] }[];
  preferences: DeskPreferences;
  /** server's clock, ms since 1970, so that countdowns are right on a wrong clock */
  now: number;
}

export type AgentThread = ThreadSnapshot<AgentEntry, AgentConversation>;
export type VisitorThread = ThreadSnapshot<VisitorEntry, VisitorConversation>;

/** The answer to a sync: what is missing (`more`: ask again), or a whole new picture. */
export type SyncAnswer<E, C, S> =
  | { kind: 'entries'; entries: E[]; more: boolean; conversation?: C }
  | { kind: 'reset'; snapshot: S };

export interface ConsoleAnswers
  extends PlacementAnswers,
    PreferenceAnswers,
    ListAnswers,
    ThreadAnswers,
    HistoryAnswers,
    WorkAnswers,
    WritingAnswers,
    CallAnswers {
  'desk:sync': DeskSnapshot;
  'conversation:leave': null;
  'conversation:sync': SyncAnswer<AgentEntry, AgentConversation, AgentThread>;
  'read:mark': null;
  'offer:accept': { conversationId: ConversationId };
  'offer:decline': null;
  /** everybody enabled, by name; told `colleague:changed` from then on */
  'colleagues:list': Colleague[];
  /** told `floor:changed` from then on */
  'floor:watch': FloorSnapshot;
  'floor:leave': null;
  'floor:look': null;
  /** newest first, at most 200 */
  'notices:list': { notices: Notice[] };
  'notices:read': null;
}

export interface TypingFact {
  conversationId: ConversationId;
  from: { kind: 'customer'; name: string } | { kind: 'agent'; id: UserId; name: string };
  typing: boolean;
  /** what is being typed; only where the inbox allows it and says so */
  text?: string;
  /** of agents: whether the customer will see it */
  as?: WritingKind;
}

/** Facts told to consoles. */
export interface ServerToConsole
  extends PreferenceFacts,
    ListFacts,
    ThreadFacts,
    HistoryFacts,
    WritingFacts,
    CallFacts {
  'entry:appended': (fact: { entry: AgentEntry }) => void;
  'conversation:changed': (fact: { conversation: AgentConversation }) => void;
  /** the database's word every 10 s on what a joined client should have */
  'conversation:head': (fact: { conversationId: ConversationId; seq: number; rev: number }) => void;
  /** the right to see it is gone */
  'conversation:revoked': (fact: { conversationId: ConversationId }) => void;
  'offer:made': (fact: { offer: Offer }) => void;
  'offer:ended': (fact: { offerId: OfferId; why: OfferEnd }) => void;
  'agent:changed': (fact: { me: AgentSelf }) => void;
  'typing:changed': (fact: TypingFact) => void;
  /** tags, replies, teams and the like were changed by somebody: what was read of them is old */
  'catalogue:changed': (fact: Record<string, never>) => void;
  'customer:seen': (fact: { conversationId: ConversationId; online: boolean }) => void;
  /** null: disabled, or gone */
  'colleague:changed': (fact: { id: UserId; colleague: Colleague | null }) => void;
  'floor:changed': (change: FloorChange) => void;
  'notice:made': (fact: { notice: Notice }) => void;
  /** what it quoted was taken back: its text is empty now */
  'notice:silenced': (fact: { id: NoticeId }) => void;
  /** what it told of is over before it was answered */
  'notice:withdrawn': (fact: { id: NoticeId }) => void;
  /** one of the agent's own tabs has read them */
  'notice:read': (fact: { ids: NoticeId[]; at: number }) => void;
  /** signed out, revoked or disabled: the page goes back to sign-in */
  'session:ended': (fact: { error: WireError }) => void;
}

const answers = z.record(z.string().max(32), z.string().max(1_000));
const context = z
  .object({
    url: z.string().max(limits.url),
    title: z.string().max(300),
    referrer: z.string().max(limits.url),
    language: z.string().max(35),
    timeZone: z.string().max(64),
  })
  .partial();

/** Requests of the widget. */
export const widgetRequests = {
  'visitor:sync': z.object({}),
  'conversation:start': z.object({
    clientId: clientIdSchema,
    text,
    fileIds,
    answers: answers.default({}),
    context: context.default({}),
  }),
  /** nobody there: a message with an address to answer to */
  'message:leave': z.object({
    clientId: clientIdSchema,
    text: text.min(1),
    email: z.email().max(254),
    answers: answers.default({}),
    context: context.default({}),
  }),
  'message:send': z.object({ conversationId, clientId: clientIdSchema, text, fileIds }),
  'conversation:open': inConversation,
  'conversation:sync': sync,
  'entries:page': page,
  'delivered:mark': mark,
  'read:mark': mark,
  'typing:set': z.object({
    conversationId,
    typing: z.boolean(),
    text: z.string().max(limits.typingPreview).optional(),
  }),
  'conversation:end': inConversation,
  'conversation:rate': z.object({
    conversationId,
    score: z.number().int().min(1).max(5),
    comment: z.string().max(1_000).optional(),
  }),
  'page:visit': context,
  ...visitorCallRequests,
  /** mails a code to an address, to prove that it is the visitor's */
  'address:code': z.object({ conversationId, email: z.email().max(254) }),
  'address:prove': z.object({ conversationId, code: z.string().regex(/^\d{6}$/) }),
} as const;
export type WidgetRequests = typeof widgetRequests;

export interface VisitorCard {
  conversation: VisitorConversation;
  preview: string;
  at: number;
  unread: number;
}

export interface VisitorSnapshot {
  inbox: WidgetInbox;
  availability: Availability;
  /** the open conversation, or the newest closed one that may still be rated or reopened */
  current: VisitorThread | null;
  conversations: VisitorCard[];
  /** customers before this one while waiting; null when not waiting */
  ahead: number | null;
  verified: boolean;
  name: string | null;
  /** whether an address can be proven by a mailed code */
  mailsCodes: boolean;
  now: number;
}

/** `over`: too old, or tried too often; another one may be asked for. */
export interface CodeAnswer {
  state: 'proven' | 'wrong' | 'over';
}

export interface WidgetAnswers extends VisitorCallAnswers {
  'visitor:sync': VisitorSnapshot;
  'conversation:start': VisitorThread;
  'message:leave': VisitorThread;
  /** the entry may stand in another conversation than the one written to, when that was closed long ago */
  'message:send': { entry: VisitorEntry; moved: VisitorThread | null };
  'conversation:open': VisitorThread;
  'conversation:sync': SyncAnswer<VisitorEntry, VisitorConversation, VisitorThread>;
  'entries:page': { entries: VisitorEntry[]; earlier: boolean };
  'delivered:mark': null;
  'read:mark': null;
  'typing:set': null;
  'conversation:end': null;
  'conversation:rate': null;
  'page:visit': null;
  'address:code': null;
  'address:prove': CodeAnswer;
}

/** Facts told to a visitor's widgets: all tabs of one visitor get all of them. */
export interface ServerToWidget extends VisitorCallFacts {
  'entry:appended': (fact: { entry: VisitorEntry }) => void;
  'conversation:changed': (fact: { conversation: VisitorConversation }) => void;
  'conversation:head': (fact: { conversationId: ConversationId; seq: number; rev: number }) => void;
  'typing:changed': (fact: { conversationId: ConversationId; name: string; typing: boolean }) => void;
  'queue:moved': (fact: { conversationId: ConversationId; ahead: number }) => void;
  'availability:changed': (fact: { availability: Availability }) => void;
  'session:ended': (fact: { error: WireError }) => void;
}

/** A map of schemas and a map of answers make the typed request side of a socket. */
export type RequestEvents<
  Requests extends Record<string, z.ZodType>,
  Answers extends Record<keyof Requests, unknown>,
> = {
  [Name in keyof Requests]: (
    payload: z.input<Requests[Name]>,
    acknowledge: (result: Result<Answers[Name]>) => void,
  ) => void;
};
export type ConsoleToServer = RequestEvents<ConsoleRequests, ConsoleAnswers>;
export type WidgetToServer = RequestEvents<WidgetRequests, WidgetAnswers>;

/** Socket paths on the server; console and widget are two socket.io servers with origin rules of their own. */
export const socketPaths = { console: '/socket/console', widget: '/socket/widget' } as const;
