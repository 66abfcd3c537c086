/** What realtime needs of the rest of the server: each interface names only what is used here. */
import type http from 'node:http';
import type { Channel, InboundMessage, Ingested } from '../../channels/channel.ts';
import type { FileRef } from '../../shared/model/file.ts';
import type { ConversationId, FileId, IdentityId, InboxId, QueueId, TeamId, UserId } from '../../shared/model/ids.ts';
import type { Inbox, ServedLanguages } from '../../shared/model/inbox.ts';
import type { Audit } from '../accounts/audit.ts';
import type { UserViewer, VisitorViewer } from '../accounts/scope.ts';
import type { Calls } from '../calls/create-calls.ts';
import type { Catalogue } from '../catalogue/catalogue.ts';
import type { AddressProof } from '../customers/address-proof.ts';
import type { Customers } from '../customers/customers.ts';
import type { Desk } from '../desk/desk.ts';
import type { Colleagues } from '../floor/colleagues.ts';
import type { Floor } from '../floor/floor.ts';
import type { Ingest } from '../ingest/ports.ts';
import type { Clock } from '../lib/clock.ts';
import type { Log } from '../lib/log.ts';
import type { Bulk } from '../lists/bulk/bulk.ts';
import type { Counters } from '../lists/counters.ts';
import type { Notices } from '../notices/notices.ts';
import type { Outbox } from '../outbound/outbox.ts';
import type { TextingGuard } from '../outbound/texting.ts';
import type { Ways } from '../outbound/ways.ts';
import type { Routing } from '../routing/routing.ts';
import type { Search } from '../search/search.ts';
import type { Conversation, Entry } from '../timeline/model.ts';
import type { Timeline } from '../timeline/timeline.ts';
import type { WorkVerbs } from '../work/verbs.ts';
import type { RealtimeSettings } from './settings.ts';

export interface AccountsPort {
  audit: Pick<Audit, 'record'>;
  /** null when the session is unknown, ended, expired or its user disabled */
  viewerOf(sessionToken: string): Promise<UserViewer | null>;
}

export interface VisitorsPort {
  /** null when the token is unknown, ended, or of another inbox */
  find(inboxId: InboxId, token: string): Promise<VisitorViewer | null>;
}

export interface IngestPort {
  ingest(event: InboundMessage): Promise<Ingested & { entry: Entry; conversation: Conversation }>;
  rate(conversationId: ConversationId, score: number, comment?: string): Promise<void>;
  begin: Ingest['begin'];
}

export type Uploader = { kind: 'user'; id: UserId } | { kind: 'visitor'; id: IdentityId };

export interface FilesPort {
  /** @throws AppError `not_found` for an unknown id or a stranger's */
  resolve(ids: FileId[], uploader: Uploader): Promise<FileRef[]>;
  retract(ids: readonly FileId[], conversationId: ConversationId): Promise<void>;
}

export interface DirectoryPort {
  inbox(id: InboxId): Promise<Inbox | null>;
  inboxes(): Promise<Inbox[]>;
  languages(): Promise<ServedLanguages>;
  queues(): Promise<{ id: QueueId; name: string; wrapUpSeconds: number; teamIds: TeamId[] }[]>;
}

export type RoutingPort = Omit<Routing, 'enqueue' | 'agentChanged' | 'start' | 'stop'>;

export interface RealtimeDeps {
  http: http.Server;
  accounts: AccountsPort;
  visitors: VisitorsPort;
  timeline: Timeline;
  ingest: IngestPort;
  texting: Pick<TextingGuard, 'of'>;
  ways: Pick<Ways, 'list'>;
  desk: Pick<Desk, 'reply' | 'note' | 'drafts' | 'preferences' | 'replies' | 'macros'>;
  routing: RoutingPort;
  work: WorkVerbs;
  calls: Calls;
  files: FilesPort;
  directory: DirectoryPort;
  colleagues: Colleagues;
  counters: Counters;
  bulk: Pick<Bulk, 'act' | 'undo' | 'list'>;
  floor: Pick<Floor, 'scope' | 'snapshot'>;
  customers: Pick<
    Customers,
    | 'read'
    | 'change'
    | 'history'
    | 'historyOf'
    | 'others'
    | 'isSameCustomer'
    | 'unheard'
    | 'addAddress'
    | 'removeAddress'
    | 'merging'
    | 'numbers'
    | 'matching'
    | 'visited'
  >;
  search: Search;
  catalogue: Catalogue;
  notices: Pick<Notices, 'tell' | 'silence' | 'list' | 'read'>;
  channels: ReadonlyMap<string, Channel>;
  outbox: Pick<Outbox, 'retry'>;
  addressProof: AddressProof;
  clock: Clock;
  log: Log;
  /** our own origin is taken from it */
  publicUrl: string;
  /** redis url; with it several nodes act as one */
  adapter?: string;
  /** how many proxies in front of us append to X-Forwarded-For */
  trustedProxies?: number;
  limits?: Partial<RealtimeSettings>;
}
