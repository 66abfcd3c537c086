/** What calls need of others: where they are kept, who provides the line, and what their conversations are. */
import type { Readable } from 'node:stream';
import type { Channel, IdentityRef } from '../../channels/channel.ts';
import type { CallEvent, VoiceChannel } from '../../channels/voice.ts';
import type { AuditAction } from '../../shared/model/audit.ts';
import type { Calendar } from '../../shared/model/calendar.ts';
import type { FileRef } from '../../shared/model/file.ts';
import type { CalendarId, CallId, ConversationId, FileId, InboxId, QueueId } from '../../shared/model/ids.ts';
import type { Inbox } from '../../shared/model/inbox.ts';
import type { Clock } from '../lib/clock.ts';
import type { Ids } from '../lib/ids.ts';
import type { Log } from '../lib/log.ts';
import type { CallWork } from '../routing/call-work.ts';
import type { Routing } from '../routing/routing.ts';
import type { Timers } from '../routing/timers.ts';
import type { Conversation } from '../timeline/model.ts';
import type { Timeline } from '../timeline/timeline.ts';
import type { Call, CallSettings } from './model.ts';
import type { Transcriber } from './transcriber.ts';
import type { UsedCall } from './usage.ts';

export interface CallStore {
  /** Stores it unless one of the same id, or of the same line, is there; answers the one that is. */
  insert(call: Call): Promise<Call>;
  find(id: CallId): Promise<Call | null>;
  findByLine(inboxId: InboxId, externalId: string): Promise<Call | null>;
  /** False when the stored version is not `expected`. */
  save(next: Call, expected: number): Promise<boolean>;
  /** Due at or before `by`, earliest first. */
  due(by: number, limit: number): Promise<Call[]>;
  /** Those that have not ended. */
  open(): Promise<Call[]>;
  ofConversation(id: ConversationId): Promise<Call[]>;
  /** Of this inbox, begun since then. */
  usedSince(inboxId: InboxId, since: number): Promise<UsedCall[]>;
  /** Of this inbox, ended before then, with sound that is still kept. */
  recordedBefore(inboxId: InboxId, before: number, limit: number): Promise<Call[]>;
}

/** What was told by lines: each event once for ever. */
export interface CallEventStore {
  /** False when it was there. */
  put(event: CallEvent): Promise<boolean>;
  done(event: Pick<CallEvent, 'inboxId' | 'key'>, at: number): Promise<void>;
  /** Those not followed yet that came at or before `by`, in the order they happened. */
  undone(by: number, limit: number): Promise<CallEvent[]>;
  /** All of one line, in the order they happened. */
  ofLine(inboxId: InboxId, externalId: string): Promise<CallEvent[]>;
  dropOlder(than: number): Promise<void>;
}

export interface CallPlace {
  key: string;
  inboxId: InboxId;
  queueId: QueueId;
  identity: IdentityRef;
  isProven: boolean;
  name: string | null;
}

export interface CallDeps {
  calls: CallStore;
  events: CallEventStore;
  channels: ReadonlyMap<string, Pick<Channel, 'voice' | 'capabilities'>>;
  directory: {
    inbox(id: InboxId): Promise<Inbox | null>;
    inboxes(): Promise<Inbox[]>;
    calendar(id: CalendarId): Promise<Calendar | null>;
    queue(id: QueueId): Promise<{ name: string } | null>;
  };
  routing: Pick<Routing, 'enqueue'> & { calls: CallWork };
  timeline: Pick<Timeline, 'append' | 'change' | 'find'>;
  /** The conversation of a call that belongs to none yet, with its caller found or made; the same for the same key. */
  place(place: CallPlace): Promise<Conversation>;
  attachFiles(refs: readonly Pick<FileRef, 'id'>[], id: ConversationId, audience: 'team'): Promise<void>;
  keepRecording(inboxId: InboxId, sound: Readable, name: string): Promise<{ id: FileId; size: number }>;
  bytesOf?(id: FileId): Promise<Buffer | null>;
  /** nobody can fetch them any more */
  retract?(ids: readonly FileId[], conversationId: ConversationId): Promise<void>;
  /** what became of recordings of a call */
  audit?(action: RecordingAction, callId: Call['id'], details: Record<string, string | number>): Promise<void>;
  /** missing: nobody writes down what was said */
  transcriber?: Transcriber;
  transcriptionKey?(inboxId: InboxId): Promise<string | null>;
  lead(): Promise<boolean>;
  ids: Ids;
  clock: Clock;
  timers: Timers;
  log: Log;
  settings?: Partial<CallSettings>;
  publish(facts: CallFact[]): void;
}

export type RecordingAction = Extract<AuditAction, `recording.${string}`>;

export type CallFact = { type: 'call'; before: Call | null; after: Call };

export interface Line {
  inbox: Inbox;
  voice: VoiceChannel;
}
