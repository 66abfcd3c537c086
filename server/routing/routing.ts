/** What the rest of the server may ask of routing, and what routing tells. */
import type { Offer, OfferEnd, Presence } from '../../shared/model/agent.ts';
import type { Outcome, Priority, WorkState } from '../../shared/model/conversation.ts';
import type {
  CallId,
  ConversationId,
  IdentityId,
  InboxId,
  OfferId,
  QueueId,
  TeamId,
  UserId,
  WorkItemId,
} from '../../shared/model/ids.ts';
import type { Availability } from '../../shared/model/inbox.ts';
import type { CallWork } from './call-work.ts';

/** Somebody inside, by name. */
export interface Person {
  id: UserId;
  name: string;
}

/** What routing routes. Times in ms since 1970. */
export interface WorkItem {
  id: WorkItemId;
  conversationId: ConversationId;
  inboxId: InboxId;
  identityId: IdentityId;
  queueId: QueueId;
  weight: number;
  /** when it began to wait; never resets */
  enqueuedAt: number;
  priority: Priority;
  /** `enqueuedAt` with the head start of its priority: work is offered in this order */
  rank: number;
  state: WorkState;
  since: number;
  /** raised by every transition; claims carry the one they expect */
  version: number;
  ownerId: UserId | null;
  ownerName: string | null;
  offer: { id: OfferId; agentId: UserId; offeredAt: number; expiresAt: number } | null;
  /** tried first while available */
  preferredAgentId: UserId | null;
  /** agents who declined or missed it, not asked again until all others were */
  excluded: UserId[];
  /** a live customer waits and may leave the queue */
  live: boolean;
  /** of a call: accepted by the leg that joins it, and never put aside */
  callId: CallId | null;
  /** `callId` where the conversation has other work that is open; null: what the conversation shows as its work */
  slot: CallId | null;
  /** nothing is given beside it */
  exclusive: boolean;
  /** the conversation's own work, beside which whoever has that may have it all the same */
  besideId: WorkItemId | null;
  /** how long its offers stand; null: as the settings say */
  offerSeconds: number | null;
}

export interface EnqueueRequest {
  conversationId: ConversationId;
  inboxId: InboxId;
  identityId: IdentityId;
  queueId: QueueId;
  weight: number;
  live: boolean;
  preferredAgentId: UserId | null;
  /** default: what the conversation or its queue has */
  priority?: Priority;
  callId?: CallId | null;
  exclusive?: boolean;
  besideId?: WorkItemId | null;
  offerSeconds?: number | null;
}

/** How it ended, and a line for whoever opens it next; `note` only where there is no outcome that holds it. */
export interface Said {
  outcome: Outcome | null;
  note?: string;
}

/** To whom work is handed. */
export type TransferTo =
  | { kind: 'agent'; person: Person }
  | { kind: 'queue'; id: QueueId }
  | { kind: 'team'; id: TeamId; name: string };

export type Closer = { kind: 'agent'; id: UserId; name: string } | { kind: 'customer' } | { kind: 'system' };

export type RoutingFact =
  | { type: 'offer-made'; agentId: UserId; offer: Offer }
  | { type: 'offer-ended'; agentId: UserId; offerId: OfferId; why: OfferEnd }
  | { type: 'agent'; agent: AgentState }
  /** places in this queue moved */
  | { type: 'queue'; queueId: QueueId }
  /** the work of this call moved */
  | { type: 'call'; callId: CallId }
  | { type: 'availability'; inboxId: InboxId };

/** Why an agent is away, and who says so. */
export type PresenceWhy = Pick<Presence, 'reason' | 'reasonId' | 'byName'> & {
  /** how long the reason may last */
  minutes?: number | null;
};

/** What somebody must not miss; told by whoever took the step, with the version it led to. */
export type WorkNews = { workItemId: WorkItemId; conversationId: ConversationId; version: number } & (
  | { type: 'handed-over' | 'given'; to: UserId; byName: string; note?: string }
  /** a hand-over nobody took; `name` would not or could not */
  | { type: 'handed-back'; to: UserId; name: string }
  /** what was handed to them is wanted back; `version`: of the handing over */
  | { type: 'recalled'; to: UserId }
  | { type: 'offer-missed'; to: UserId }
  | { type: 'woken'; to: UserId }
);

/** The live half of an agent; name, role and teams live with the account. */
export interface AgentState {
  id: UserId;
  presence: Presence;
  capacity: number;
  used: number;
  /** on which their devices can be rung at the moment: calls of others are not offered to them */
  lines: InboxId[];
  rev: number;
}

export interface Routing {
  /** One open work item per conversation, beside those of its calls: asked again, it answers the one that is there. */
  enqueue(request: EnqueueRequest): Promise<WorkItem>;
  /** @throws AppError `offer_gone` when it lapsed, was withdrawn or went to somebody else; repeating an accepted one succeeds. */
  accept(agentId: UserId, workItemId: WorkItemId, offerId: OfferId): Promise<{ conversationId: ConversationId }>;
  decline(agentId: UserId, workItemId: WorkItemId, offerId: OfferId, reason?: string): Promise<void>;
  /** Closes conversation and work; repeating it changes nothing. `ended` by a customer who was still waiting counts as abandoned. */
  close(conversationId: ConversationId, by: Closer, reason: 'done' | 'ended' | 'abandoned', said?: Said): Promise<void>;
  /**
   * Offers it to a colleague, who may decline; the owner keeps it until then. To a queue or team it goes back to waiting, with its rank.
   * @throws AppError `conflict` when they cannot take it now, `not_found` for an unknown queue or a team that serves none, `closed`
   */
  handOver(conversationId: ConversationId, to: TransferTo, by: Person, note?: string): Promise<void>;
  /**
   * Takes back what `by` handed to a colleague who has not answered, or sent on a moment ago and nobody took.
   * @throws AppError `not_found` when they handed nothing on, `conflict` when it is too late
   */
  recall(id: WorkItemId, by: Person): Promise<void>;
  /** Theirs at once; `to` and `by` may be the same. @throws AppError `conflict` when they are not here or have no room, `closed` */
  give(conversationId: ConversationId, to: Person, by: Person): Promise<void>;
  /** Puts it aside, or wakes it with null. @throws AppError `closed` */
  snooze(conversationId: ConversationId, until: number | null, by: Person): Promise<void>;
  /** Says how it ended and ends the wrap-up. @throws AppError `conflict` when there is nothing to wrap up */
  wrapUp(conversationId: ConversationId, by: Person, said: Said): Promise<void>;
  /** An open one stays as it is. Without room it waits, for `by` first. @throws AppError `not_found` without any work */
  reopen(conversationId: ConversationId, by: Person): Promise<void>;
  prioritise(conversationId: ConversationId, priority: Priority, by: Person): Promise<void>;
  /** Wakes what was snoozed, and what was being wrapped up; anything else stays as it is. */
  customerWrote(conversationId: ConversationId): Promise<void>;
  setPresence(agentId: UserId, state: 'available' | 'away', why?: PresenceWhy): Promise<AgentState>;
  /** Sockets are rows leased by their node; the last one gone starts the agent's grace. */
  agentConnected(agentId: UserId, socketId: string): Promise<AgentState>;
  agentDisconnected(agentId: UserId, socketId: string): Promise<void>;
  /** The device of this page came or went: what it can be rung on from now on. */
  agentLines(agentId: UserId, socketId: string, lines: InboxId[]): Promise<void>;
  /** A visitor's first page came, or the last one went: starts and stops the clock of leaving the queue. */
  visitorSeen(identityId: IdentityId, isOnline: boolean): Promise<void>;
  agent(agentId: UserId): Promise<AgentState>;
  /** the work of calls, by the item: a conversation may have several */
  calls: CallWork;
  offersOf(agentId: UserId): Promise<Offer[]>;
  /** Customers before this one; null when it does not wait. */
  ahead(conversationId: ConversationId): Promise<number | null>;
  availability(inboxId: InboxId): Promise<Availability>;
  /** The agent's account was disabled or its teams changed. */
  agentChanged(agentId: UserId): Promise<void>;
  start(): Promise<void>;
  stop(): Promise<void>;
}
