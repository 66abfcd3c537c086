/**
 * What a channel of calls adds to the contract. Every call has one conference; parties are legs of it. The server decides and says so in two
 * ways: it answers each event of the customer's own leg with the step that leg takes next, and it commands the provider. Commands name legs by
 * our ids and may be repeated; the call's database is the queue of record, the provider only carries sound.
 */

import type { Readable } from 'node:stream';
import type { CallMenu } from '../shared/model/call-menu.ts';
import type { DeviceGrant } from '../shared/model/device-grant.ts';
import type { FileRef } from '../shared/model/file.ts';
import type { CallId, ConversationId, FileId, InboxId, LegId, QueueId, UserId } from '../shared/model/ids.ts';
import type { Inbox } from '../shared/model/inbox.ts';
import type { CallbackPolicy, DialLimits, RecordingPolicy } from '../shared/model/phone-policy.ts';
import type { IdentityRef } from './channel.ts';

export type { DeviceGrant };

/** A text that the provider says, in a BCP 47 language. */
export interface Spoken {
  text: string;
  language: string;
}

/** What the customer's own leg does next. Answered from the database alone; asked again, the answer is the same until something happens. */
export type CallStep =
  /** says it, then hears keys: `digits` at most, `seconds` without one ends it; the event is `keys` */
  | { do: 'ask'; say: Spoken[]; digits: number; seconds: number; finishKey: string | null }
  /** music after what is said, for as long as nothing else is said, whatever becomes of the server; the event is `keys` where keys are heard */
  | { do: 'wait'; say: Spoken[]; hearsKeys: boolean }
  /** a voicemail after a tone, ended by silence, `#`, hanging up or time; the events are `recording` with `purpose: 'voicemail'`, then `waited` */
  | { do: 'take-message'; say: Spoken[]; maxSeconds: number }
  /** into the call's conference; leaving it ends the call */
  | { do: 'talk'; say: Spoken[]; record: boolean }
  /** on to somebody outside */
  | { do: 'forward'; say: Spoken[]; to: string; callerId: string; seconds: number }
  /** the last words, then the end */
  | { do: 'hang-up'; say: Spoken[] }
  /** never answered: `busy` or `rejected` */
  | { do: 'refuse'; reason: 'busy' | 'rejected' };

/** How a leg came to its end. */
export type LegEnd = 'hung-up' | 'no-answer' | 'busy' | 'declined' | 'unreachable' | 'failed' | 'lost' | 'removed';

/** Network as a device sees it. Milliseconds, and shares of 1. */
export interface CallQuality {
  roundTripMs: number;
  jitterMs: number;
  lost: number;
}

interface CallEventBase {
  inboxId: InboxId;
  /** the same (inbox, key) is told once for ever */
  key: string;
  /** ms since 1970 */
  at: number;
  /** the provider's own id of the customer's leg, or of the call where there is no such leg yet */
  externalId: string;
  /** known once the server named it: in commands, and in addresses the provider was given */
  callId: CallId | null;
}

/** Something that happened to a call, in no certain order, perhaps twice; some may never come. */
export type CallEvent = CallEventBase &
  (
    | {
        type: 'arrived';
        by: 'phone' | 'web';
        /** null: withheld; never anybody's address */
        from: IdentityRef | null;
        /** as the provider wrote it, shown as text only */
        fromText: string;
        to: string;
        /** of a call from the website: the visitor's open conversation */
        conversationId: ConversationId | null;
        /** from a network that attests the number (STIR/SHAKEN `A`) */
        attested: boolean;
      }
    /** keys pressed at `ask` or `wait`; empty when none came in time */
    | { type: 'keys'; digits: string }
    /** a `wait` came round, a `take-message` is over, or a `forward` was answered by nobody */
    | { type: 'waited' }
    /** a leg that a command began (never the customer's of an inbound call) */
    | { type: 'leg'; legId: LegId; legExternalId: string; state: 'ringing' | 'joined' }
    | { type: 'leg'; legId: LegId; legExternalId: string; state: 'left'; end: LegEnd; detail: string }
    /** the customer's own leg entered the conference, or is gone */
    | { type: 'customer'; state: 'joined' }
    | { type: 'customer'; state: 'left'; end: LegEnd; detail: string }
    | { type: 'recording'; purpose: 'call' | 'voicemail'; recordingId: string; state: 'started' | 'paused' | 'resumed' }
    | { type: 'recording'; purpose: 'call' | 'voicemail'; recordingId: string; state: 'done'; seconds: number }
    /** there is no sound to fetch: too short, silent, or lost */
    | { type: 'recording'; purpose: 'call' | 'voicemail'; recordingId: string; state: 'absent' }
  );

/** `gone`: the leg or call it was about is over, which is no fault. `failed` and not retryable: refused for a reason that is told. */
export type CommandResult =
  | { state: 'done'; externalId?: string }
  | { state: 'gone' }
  | { state: 'failed'; retryable: boolean; reason: string; retryAfterMs?: number };

/** Which call a command is about. `externalId`: of the customer's leg; null until there is one. */
export interface CallRef {
  callId: CallId;
  inbox: Inbox;
  externalId: string | null;
}

/** How a leg takes part. `coach`: heard by `coachOf` alone, hears everybody. `listen`: heard by nobody. */
export type LegMode = { mode: 'talk' } | { mode: 'listen' } | { mode: 'coach'; coachOf: LegId };

/** A leg to begin. The provider tells `ringing`, then `joined` or `left`. */
export type NewLeg = { legId: LegId; ringSeconds: number; as: LegMode } & (
  | { to: { kind: 'agent'; userId: UserId; params: Record<string, string> } }
  /** `isCustomer`: the call is over when it leaves */
  | { to: { kind: 'number'; number: string; callerId: string; isCustomer: boolean } }
);

/** A call as the provider knows it now: what the reconciler compares. */
export interface LiveCall {
  externalId: string;
  callId: CallId | null;
  customer: 'waiting' | 'joined' | 'left';
  legs: { legId: LegId; externalId: string; state: 'ringing' | 'joined' }[];
}

/** One provider of calls; two of them serve the phone channel. Nothing here throws for what the other side does: it is in the answer. */
export interface VoiceProvider {
  /** Rings an agent's device, or dials a number, into the call's conference. The same `legId` again is the same leg. */
  begin(call: CallRef, leg: NewLeg): Promise<CommandResult>;
  /** Ends a leg: cancels one that rings. */
  drop(call: CallRef, legId: LegId): Promise<CommandResult>;
  /** Takes the customer's leg out of whatever it does to this step. */
  move(call: CallRef, step: CallStep): Promise<CommandResult>;
  /** `customer` names the customer's own leg. Held: hears music and is not heard. */
  set(
    call: CallRef,
    leg: LegId | 'customer',
    change: { muted?: boolean; held?: boolean; as?: LegMode },
  ): Promise<CommandResult>;
  /** Sends keys to everybody else in the conference. */
  press(call: CallRef, legId: LegId, digits: string): Promise<CommandResult>;
  /** Says it to everybody in the conference, once. */
  announce?(call: CallRef, say: Spoken[]): Promise<CommandResult>;
  record(call: CallRef, what: 'start' | 'pause' | 'resume' | 'stop'): Promise<CommandResult>;
  /** The sound of a recording; null while it is not there yet. @throws when it cannot be had */
  fetchRecording(call: CallRef, recordingId: string): Promise<FileRef | null>;
  /** Deletes the provider's own copy of a recording; missing: it keeps none. */
  deleteRecording?(call: CallRef, recordingId: string): Promise<CommandResult>;
  /** Ends the whole call. */
  end(call: CallRef): Promise<CommandResult>;
  /** What is going on at this inbox's provider now. @throws when it cannot be asked */
  live(inbox: Inbox): Promise<LiveCall[]>;
  /** What a customer's browser needs to find its way to `connect`; `whose` is seen by the TURN server: an id, never a name. */
  customerIce?(whose: string): Promise<{ urls: string[]; username?: string; credential?: string }[]>;
  /** What the agent's device needs to be rung and to talk. */
  grant(inbox: Inbox, userId: UserId): Promise<DeviceGrant>;
  /**
   * Sound straight from a browser, of a provider that takes it (softswitch): the whole offer (no trickle), answered by a whole answer. Again
   * for the same leg: an ICE restart or a reloaded page.
   */
  connect?(call: CallRef, leg: LegId | 'customer', sdp: string): Promise<{ sdp: string } | { gone: true }>;
}

export interface NextStep {
  callId: CallId;
  step: CallStep;
}

/** What the server gives a channel of calls. */
export interface VoiceContext {
  /** resolves when the event is durable; which call it belongs to, and what the customer's leg does next. Null: of no call of ours. */
  callEvent(event: CallEvent): Promise<NextStep | null>;
  /** what it does now, without anything having happened: for a provider that asks again */
  stepOf(inboxId: InboxId, externalId: string): Promise<NextStep | null>;
  /** keeps a recording as a file of the inbox while it is read: some last for hours; whatever breaks off leaves nothing */
  keepRecording(inboxId: InboxId, sound: Readable, name: string): Promise<{ id: FileId; size: number }>;
}

export interface CallPolicy {
  limits: DialLimits;
  callbacks: CallbackPolicy;
  recordings: RecordingPolicy;
}

export interface VoiceChannel {
  /** whether anybody can call through this inbox; missing: through all of them */
  takesCalls?(inbox: Inbox): boolean;
  /** where its calls wait; missing: in the inbox's queue */
  queueOf?(inbox: Inbox): QueueId;
  provider(inbox: Inbox): VoiceProvider;
  /** the number customers call and see, E.164; null: reached from the website alone */
  numberOf(inbox: Inbox): string | null;
  /** E.164 by the inbox's country; null: no number. @example "(0351) 1234" → "+493511234" */
  normalise(inbox: Inbox, text: string): string | null;
  /** refuses what must not be dialled: emergency and premium numbers, countries that are not allowed; null: may be dialled */
  refuses(inbox: Inbox, number: string): 'not-a-number' | 'emergency' | 'premium' | 'country' | null;
  /** what callers hear first and may choose; missing or null: the usual words, then the inbox's queue */
  menuOf?(inbox: Inbox): CallMenu | null;
  /** what calls of this inbox are held to; missing: the usual */
  policyOf?(inbox: Inbox): CallPolicy;
}
