/** A call as people inside see it while it goes on, and what its conversation is told of its life. */
import type { FileRef } from './file.ts';
import type { CallId, ConversationId, FileId, InboxId, LegId, QueueId, UserId, WorkItemId } from './ids.ts';

export type CallDirection = 'in' | 'out';

/**
 * `menu`: hears choices. `queued`: waits on the line. `ringing`: somebody is being rung for it. `dialling`: the customer is being rung.
 * `consult`: the customer is held while two of ours, or one of ours and somebody outside, talk it over. `returning`: the agent's sound was lost.
 * `callback`: waits without the line.
 */
export const callPhases = [
  'menu',
  'queued',
  'ringing',
  'dialling',
  'talking',
  'held',
  'consult',
  'returning',
  'voicemail',
  'callback',
  'forwarded',
  'ended',
] as const;
export type CallPhase = (typeof callPhases)[number];

export type CallEnding =
  /** they talked, and one of them put it down */
  | 'talked'
  /** put down before anybody answered */
  | 'abandoned'
  /** the other side did not answer, was busy, or could not be reached */
  | 'no-answer'
  | 'busy'
  | 'unreachable'
  | 'voicemail'
  | 'callback'
  | 'forwarded'
  /** nobody was there for it, or it was refused */
  | 'turned-away';

export interface CallParty {
  legId: LegId;
  kind: 'agent' | 'number';
  userId: UserId | null;
  name: string;
  state: 'ringing' | 'joined';
  muted: boolean;
  /** ms since 1970 */
  joinedAt: number | null;
  /** a supervisor: heard by the agent alone, or by everybody; null: one of the call's own */
  supervises: 'whisper' | 'barge' | null;
  /** asked in by the others, who may let them go again */
  isGuest: boolean;
}

export interface CallTransfer {
  /** of whoever is asked; null until they are rung */
  legId: LegId | null;
  mode: 'warm' | 'cold';
  byId: UserId;
  to: { kind: 'agent'; id: UserId; name: string } | { kind: 'number'; number: string };
  /** `talking`: they have answered, and are talked to before it is handed over */
  state: 'ringing' | 'talking';
}

/** `until`: when it ends by itself, ms since 1970. */
export interface CallWrapUp {
  ownerId: UserId;
  queueId: QueueId;
  until: number;
}

/** What consoles are told of a call; whole each time, the highest `version` counts. Times in ms since 1970. Who only listens is in none. */
export interface CallView {
  id: CallId;
  version: number;
  conversationId: ConversationId;
  inboxId: InboxId;
  workItemId: WorkItemId | null;
  direction: CallDirection;
  by: 'phone' | 'web';
  phase: CallPhase;
  customerName: string;
  /** as the line told it; empty: withheld */
  number: string;
  /** the number of ours that was called, or called from; empty: none */
  ours: string;
  queueName: string;
  ownerId: UserId | null;
  startedAt: number;
  answeredAt: number | null;
  endedAt: number | null;
  ending: CallEnding | null;
  heldSince: number | null;
  parties: CallParty[];
  transfer: CallTransfer | null;
  recording: 'off' | 'on' | 'paused';
  /** when a pause ends by itself */
  pausedUntil: number | null;
  /** the pause was not ended by anybody: it is on again */
  pauseRanOut: boolean;
  /** it is over, stood beside the conversation's own work, and is to be wrapped up */
  wrapUp: CallWrapUp | null;
}

/** How a supervisor takes part: heard by nobody, by the agent alone, or by everybody. */
export const listenModes = ['listen', 'whisper', 'barge'] as const;
export type ListenMode = (typeof listenModes)[number];

/** A supervisor's own leg, told to nobody else. */
export interface CallListening {
  callId: CallId;
  legId: LegId;
  mode: ListenMode;
  state: 'ringing' | 'joined';
}

/** What a visitor is told of their own call: no queue, no line, of the team only who they talk to. Times in ms since 1970. */
export interface VisitorCall {
  id: CallId;
  /** the highest counts */
  version: number;
  conversationId: ConversationId | null;
  phase: 'waiting' | 'talking' | 'held' | 'ended';
  /** calls before it as it was last counted; null: not known yet, or it does not wait */
  ahead: number | null;
  agent: string | null;
  answeredAt: number | null;
  ending: CallEnding | null;
}

/** Why a number is not dialled: what it is, or that too much was dialled or spent. */
export type DialRefusal = 'not-a-number' | 'emergency' | 'premium' | 'country' | 'rate' | 'spend';

/** One line of a call's life. Durations in ms. */
export type CallTold =
  | { what: 'began'; direction: CallDirection; by: 'phone' | 'web'; number: string; ours: string; byName?: string }
  | { what: 'chose'; label: string }
  | { what: 'rang'; name: string }
  | { what: 'answered'; byId: UserId; byName: string; waitedMs: number }
  /** the other side answered a call of ours */
  | { what: 'connected' }
  | { what: 'held'; ms: number }
  | { what: 'consulted'; name: string; ms: number }
  | { what: 'handed-on'; byName: string; to: string }
  | { what: 'refused'; to: string; why: 'declined' | 'no-answer' | 'cancelled' }
  | { what: 'joined' | 'left'; name: string }
  | { what: 'lost'; name: string }
  | { what: 'returned'; name: string }
  | { what: 'recording-on' }
  /** ended by somebody in the call, before it was over */
  | { what: 'recording-off' }
  | { what: 'recording-paused'; ms: number; ranOut: boolean }
  | { what: 'recorded'; purpose: 'call' | 'voicemail'; file: FileRef; seconds: number }
  /** what was said, as somebody else's machine heard it: a file under the recording's own rules; null: nothing was understood */
  | { what: 'transcribed'; purpose: 'call' | 'voicemail'; fileId: FileId; textId: FileId | null }
  /** `isFinal`: it is not tried again */
  | { what: 'not-transcribed'; purpose: 'call' | 'voicemail'; fileId: FileId; why: string; isFinal: boolean }
  /** by the number's rule: kept for so many days */
  | { what: 'recording-removed'; fileId: FileId; days: number }
  /** there was nothing to keep, or it could not be had */
  | { what: 'not-recorded'; purpose: 'call' | 'voicemail' }
  | { what: 'callback-asked'; number: string }
  /** a callback that reached nobody; `nextAt`: when it is tried again, ms since 1970; null: it is given up */
  | {
      what: 'callback-tried';
      attempt: number;
      of: number;
      ending: 'busy' | 'no-answer' | 'unreachable';
      nextAt: number | null;
    }
  /** it had lasted as long as a call may */
  | { what: 'too-long' }
  | { what: 'forwarded'; to: string }
  /** neither a menu nor a callback dials what nobody may */
  | { what: 'not-dialled'; to: string; why: DialRefusal }
  | { what: 'ended'; ending: CallEnding; byName?: string; talkedMs: number };
