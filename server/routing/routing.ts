/** What the rest of the server may ask of routing, and what routing tells. */
import type { Offer, OfferEnd, Presence } from '../../shared/model/agent.ts';
import type { WorkState } from '../../shared/model/conversation.ts';
import type {
  ConversationId,
  IdentityId,
  InboxId,
  OfferId,
  QueueId,
  UserId,
  WorkItemId,
} from '../../shared/model/ids.ts';
import type { Availability } from '../../shared/model/inbox.ts';

/** What routing routes. Times in ms since 1970; `rank` is the time it began to wait and never resets. */
export interface WorkItem {
  id: WorkItemId;
  conversationId: ConversationId;
  inboxId: InboxId;
  identityId: IdentityId;
  queueId: QueueId;
  weight: number;
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
}

export interface EnqueueRequest {
  conversationId: ConversationId;
  inboxId: InboxId;
  identityId: IdentityId;
  queueId: QueueId;
  weight: number;
  live: boolean;
  preferredAgentId: UserId | null;
}

export type Closer = { kind: 'agent'; id: UserId; name: string } | { kind: 'customer' } | { kind: 'system' };

export type RoutingFact =
  | { type: 'offer-made'; agentId: UserId; offer: Offer }
  | { type: 'offer-ended'; agentId: UserId; offerId: OfferId; why: OfferEnd }
  | { type: 'agent'; agent: AgentState }
  /** places in this queue moved */
  | { type: 'queue'; queueId: QueueId }
  | { type: 'availability'; inboxId: InboxId };

/** The live half of an agent; name, role and teams live with the account. */
export interface AgentState {
  id: UserId;
  presence: Presence;
  capacity: number;
  used: number;
  rev: number;
}

export interface Routing {
  /** One open work item per conversation: asked again, it answers the one that is there. */
  enqueue(request: EnqueueRequest): Promise<WorkItem>;
  /** @throws AppError `offer_gone` when it lapsed, was withdrawn or went to somebody else; repeating an accepted one succeeds. */
  accept(agentId: UserId, workItemId: WorkItemId, offerId: OfferId): Promise<{ conversationId: ConversationId }>;
  decline(agentId: UserId, workItemId: WorkItemId, offerId: OfferId, reason?: string): Promise<void>;
  /** Closes conversation and work; repeating it changes nothing. `ended` by a customer who was still waiting counts as abandoned. */
  close(conversationId: ConversationId, by: Closer, reason: 'done' | 'ended' | 'abandoned'): Promise<void>;
  setPresence(agentId: UserId, state: 'available' | 'away', reason?: string): Promise<AgentState>;
  /** Sockets are rows leased by their node; the last one gone starts the agent's grace. */
  agentConnected(agentId: UserId, socketId: string): Promise<AgentState>;
  agentDisconnected(agentId: UserId, socketId: string): Promise<void>;
  /** A visitor's first page came, or the last one went: starts and stops the clock of leaving the queue. */
  visitorSeen(identityId: IdentityId, isOnline: boolean): Promise<void>;
  agent(agentId: UserId): Promise<AgentState>;
  offersOf(agentId: UserId): Promise<Offer[]>;
  /** Customers before this one; null when it does not wait. */
  ahead(conversationId: ConversationId): Promise<number | null>;
  availability(inboxId: InboxId): Promise<Availability>;
  /** The agent's account was disabled or its teams changed. */
  agentChanged(agentId: UserId): Promise<void>;
  start(): Promise<void>;
  stop(): Promise<void>;
}
