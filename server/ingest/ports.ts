/** What ingest answers, and what it is given. */
import type { Channel, IdentityRef, InboundMessage, Ingested } from '../../channels/channel.ts';
import type { FileRef } from '../../shared/model/file.ts';
import type { ConversationId, CustomerId } from '../../shared/model/ids.ts';
import type { Inbox } from '../../shared/model/inbox.ts';
import type { Address } from '../../shared/model/letter.ts';
import type { Consent } from '../customers/consent.ts';
import type { Clock } from '../lib/clock.ts';
import type { Ids } from '../lib/ids.ts';
import type { Log } from '../lib/log.ts';
import type { Routing } from '../routing/routing.ts';
import type { CustomerStore } from '../store/customers.ts';
import type { Conversation, Entry } from '../timeline/model.ts';
import type { AfterPlacing } from '../timeline/placements.ts';
import type { Timeline } from '../timeline/timeline.ts';
import type { LetterMessage } from './letters/place-letter.ts';

export type Taken = Ingested & { entry: Entry; conversation: Conversation };

export interface Ingest {
  /** Resolves when the event is durable and will be routed; a repeat under the same key completes what was left and answers the same. */
  ingest(event: InboundMessage): Promise<Taken>;
  /** @throws AppError `not_found` */
  rate(conversationId: ConversationId, score: number, comment?: string): Promise<void>;
  /** Has somebody look at an open conversation, its last owner first; nothing where somebody does already. */
  enqueue(conversation: Conversation): Promise<void>;
  /** A conversation that the team begins, with whoever is reached at this address. @throws AppError `not_found` */
  begin(begun: { key: string; inboxId: Inbox['id']; to: Address; subject: string }): Promise<Conversation>;
  /** The conversation of a call that belongs to none yet: its caller found or made. */
  placeCall(call: CallPlace): Promise<Conversation>;
  /** What follows from a placement: where entries came to somebody looks at them, and what was left empty is over. */
  placed: AfterPlacing;
  /** Gives open conversations that have no open work their work, and completes placements. */
  mend(): Promise<void>;
}

export interface CallPlace {
  /** the same key is the same conversation */
  key: string;
  inboxId: Inbox['id'];
  queueId: Inbox['queueId'];
  identity: IdentityRef;
  /** whether the network vouches for the number */
  isProven: boolean;
  /** of whoever is nobody known; null: as the address is written */
  name: string | null;
}

export interface IngestDeps {
  timeline: Pick<
    Timeline,
    | 'open'
    | 'append'
    | 'change'
    | 'revise'
    | 'find'
    | 'findEntry'
    | 'findEntries'
    | 'answering'
    | 'after'
    | 'findByNumber'
    | 'findAlike'
    | 'ofIdentities'
    | 'placements'
  > & {
    withoutWork(limit: number): Promise<Conversation[]>;
  };
  customers: CustomerStore;
  /** Whoever wrote comes back, if archived. */
  wrote(id: CustomerId): void;
  directory: { inbox(id: Inbox['id']): Promise<Inbox | null> };
  routing: Pick<Routing, 'enqueue' | 'customerWrote' | 'close' | 'reopen'>;
  channels: ReadonlyMap<string, Channel>;
  consent: Consent;
  /** Files of the `team` are not for the customer. */
  attachFiles(
    refs: readonly Pick<FileRef, 'id'>[],
    conversationId: ConversationId,
    audience?: 'everyone' | 'team',
  ): Promise<void>;
  /** A letter began a conversation, or one anew; repeated for the same letter after a crash. */
  letterBegan?(began: LetterBegan): Promise<void>;
  ids: Ids;
  clock: Clock;
  log: Log;
}

export interface LetterBegan extends Taken {
  event: LetterMessage;
  inbox: Inbox;
}
