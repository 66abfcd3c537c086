/** What routing needs of others: where work and agents are kept, who serves which queue, and who leads. */
import type { Calendar } from '../../shared/model/calendar.ts';
import type { Priority } from '../../shared/model/conversation.ts';
import type {
  CalendarId,
  CallId,
  ConversationId,
  IdentityId,
  InboxId,
  QueueId,
  TeamId,
  UserId,
  WorkItemId,
} from '../../shared/model/ids.ts';
import type { Inbox } from '../../shared/model/inbox.ts';
import type { Agent } from './agent.ts';
import type { Work } from './work.ts';

export interface WorkStore {
  /** Stores it unless its conversation has an open one; answers the one that is there. */
  insert(work: Work): Promise<{ work: Work; isNew: boolean }>;
  find(id: WorkItemId): Promise<Work | null>;
  /** What the conversation shows as its work; calls beside it have their own. */
  openOf(conversationId: ConversationId): Promise<Work | null>;
  openOfCall(callId: CallId): Promise<Work | null>;
  /** Calls that wait in its queue and come before it. */
  callsAhead(work: Pick<Work, 'queueId' | 'rank' | 'id'>): Promise<number>;
  /** Of what it shows or showed: the one with the highest version, open or closed. */
  latestOf(conversationId: ConversationId): Promise<Work | null>;
  /** False when the stored version is not `expected`, or a router with a higher `fence` wrote it. */
  save(next: Work, expected: number, fence?: number): Promise<boolean>;
  /** The conversation knows it up to this version. */
  setTold(id: WorkItemId, version: number): Promise<void>;
  /** Waiting in these queues by (rank, id), after the given one. */
  waiting(queueIds: readonly QueueId[], after: Pick<Work, 'rank' | 'id'> | null, limit: number): Promise<Work[]>;
  /** Open ones with a due time at or before `by`, earliest first. */
  due(by: number, limit: number): Promise<Work[]>;
  /** The conversation has not been told everything; last step at or before `by`. */
  untold(by: number, limit: number): Promise<Work[]>;
  /** Offered to, owned or being wrapped up by this agent; without one: by anybody. */
  held(agentId?: UserId): Promise<Work[]>;
  openOfIdentity(identityId: IdentityId): Promise<Work[]>;
  /** Waiting customers last seen by this node. */
  waitingSeenOn(nodeId: string): Promise<Work[]>;
  /** Conversations of the live customers waiting in the queue, whom nobody has accepted, by (rank, id). */
  queued(queueId: QueueId): Promise<ConversationId[]>;
}

export interface AgentStore {
  find(id: UserId): Promise<Agent | null>;
  /** `expected` is the stored `rev`, 0 for none yet; false when it is another. */
  save(next: Agent, expected: number): Promise<boolean>;
  available(): Promise<Agent[]>;
  /** Whose grace ends at or before `by`. */
  due(by: number): Promise<Agent[]>;
  /** Who holds or has held something, or is not offline. */
  all(): Promise<Agent[]>;
  ofNode(nodeId: string): Promise<Agent[]>;
  /** Leases the sockets of a node until `until`. */
  renewNode(nodeId: string, until: number): Promise<void>;
  removeNode(nodeId: string): Promise<void>;
  /** Nodes whose lease ended at or before `by`. */
  deadNodes(by: number): Promise<string[]>;
}

export interface RoutingDirectory {
  inbox(id: InboxId): Promise<Inbox | null>;
  inboxes(): Promise<Inbox[]>;
  queue(id: QueueId): Promise<QueueSettings | null>;
  queues(): Promise<QueueSettings[]>;
  calendar(id: CalendarId): Promise<Calendar | null>;
  /** Everybody enabled whose team serves the queue. */
  usersOfQueue(queueId: QueueId): Promise<{ id: UserId; name: string; teamIds?: readonly TeamId[] }[]>;
  /** Everybody enabled, whether they serve a queue or not. */
  enabledUsers(): Promise<ReadonlySet<UserId>>;
}

/** What routing uses of a queue. */
export interface QueueSettings {
  id: QueueId;
  name: string;
  teamIds?: readonly TeamId[];
  wrapUpSeconds?: number;
  priority?: Priority;
  /** takes no new work */
  archived?: boolean;
}

/** A lease in the database; `fence` grows with every change of holder. */
export interface Leases {
  acquire(name: string, holder: string, ttlMs: number): Promise<{ fence: number } | null>;
  renew(name: string, holder: string, fence: number, ttlMs: number): Promise<boolean>;
  release(name: string, holder: string, fence: number): Promise<void>;
}
