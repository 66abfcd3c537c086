/** A call as it is kept: facts told by its line, what was decided about it, and the commands the line has not carried out yet. */

import type { IdentityRef } from '../../channels/channel.ts';
import type { LegEnd, LegMode, NewLeg, Spoken } from '../../channels/voice.ts';
import type { CallDirection, CallEnding, CallTold, DialRefusal } from '../../shared/model/call.ts';
import type { CallMenu } from '../../shared/model/call-menu.ts';
import type {
  CallId,
  ConversationId,
  FileId,
  IdentityId,
  InboxId,
  LegId,
  QueueId,
  UserId,
  WorkItemId,
} from '../../shared/model/ids.ts';
import { type CallbackPolicy, usualCallbackPolicy } from '../../shared/model/phone-policy.ts';
import type { Person } from '../routing/routing.ts';

/** What was told of a party. Each time is the earliest that was told, so the order of telling makes no difference. */
export interface Heard {
  externalId: string | null;
  ringingAt: number | null;
  joinedAt: number | null;
  leftAt: number | null;
  end: LegEnd | null;
}

export interface Leg extends Heard {
  id: LegId;
  /** `offer`: rings for an offer of its work, whose id it has. `owner`: of whoever has it. `guest`: asked in. */
  role: 'offer' | 'owner' | 'guest' | 'outside' | 'supervisor';
  userId: UserId | null;
  number: string | null;
  name: string;
  as: LegMode;
  muted: boolean;
  /** it is to go: told to the line */
  dropped: boolean;
  /** what the conversation was told of a guest */
  told: 'joined' | 'left' | null;
  begunAt: number;
}

export interface Recording {
  id: string;
  purpose: 'call' | 'voicemail';
  state: 'started' | 'done' | 'absent';
  seconds: number;
  /** fetched and told, or given up */
  kept: boolean;
  tries: number;
  /** when it is fetched next */
  dueAt: number;
  /** what it was kept as, and what was written down of it; when both were removed by rule */
  fileId?: FileId;
  textId?: FileId;
  removedAt?: number;
  /** the provider's own copy is to be deleted; null: it was, or that was given up */
  copy?: { tries: number; dueAt: number } | null;
  /** it is to be written down; null: it was, or cannot be */
  transcript?: { tries: number; dueAt: number } | null;
}

export type Stage =
  /** hears the greeting and chooses; `menu` null: nothing to choose */
  | { kind: 'menu'; menu: string; invalid: number; turns: number }
  /** `round`: how often the wait came round; `place`: calls before it as it was then; `nextAt`: when it comes round next, missing: at once */
  | { kind: 'queued'; round: number; place: number | null; since: number; nextAt?: number }
  | { kind: 'voicemail' }
  | { kind: 'forwarding'; number: string }
  /** waits for its turn without the line */
  | { kind: 'callback' }
  | { kind: 'dialling' }
  | { kind: 'talking' }
  | { kind: 'ended' };

/** Kept until the line has carried it out; the same `key` replaces what was not carried out yet. */
export interface Command {
  key: string;
  act: CommandAct;
  attempts: number;
  /** ms since 1970 */
  dueAt: number;
}

export type CommandAct =
  | { do: 'begin'; leg: NewLeg }
  | { do: 'drop'; legId: LegId }
  /** whatever its step is by then */
  | { do: 'move' }
  | { do: 'hold'; held: boolean }
  | { do: 'as'; legId: LegId; as: LegMode }
  | { do: 'record'; what: 'start' | 'pause' | 'resume' | 'stop' }
  | { do: 'announce'; say: Spoken[] }
  | { do: 'end' };

export interface Transfer {
  mode: 'warm' | 'cold';
  by: Person;
  to: { kind: 'agent'; id: UserId; name: string } | { kind: 'number'; number: string };
  /** null until the colleague's offer is made */
  legId: LegId | null;
  at: number;
}

export interface CallRecord {
  n: number;
  at: number;
  told: CallTold;
}

export interface Call {
  id: CallId;
  version: number;
  inboxId: InboxId;
  direction: CallDirection;
  by: 'phone' | 'web';
  /** the provider's own id of the customer's leg */
  externalId: string | null;
  from: IdentityRef | null;
  fromText: string;
  to: string;
  attested: boolean;
  menu: CallMenu;
  queueId: QueueId;
  /** of a call from a conversation: where it belongs */
  startedIn: ConversationId | null;
  conversationId: ConversationId | null;
  identityId: IdentityId | null;
  customerName: string;
  workItemId: WorkItemId | null;
  /** whoever dialled */
  dialledBy: Person | null;
  /** the call whose place this one took, to call back */
  callbackOf: CallId | null;
  /** asked for: the call that will be made instead */
  callbackId: CallId | null;
  /** of one that calls back: which try it is, and before when it is not made; missing: the first, at once */
  attempt?: number;
  notBefore?: number;
  /** it reached nobody: the call that will be made instead, and when */
  retryId?: CallId;
  retryAt?: number;
  /** when it is ended for its length; missing: not reckoned yet, null: never */
  endsAt?: number | null;
  isWarned?: boolean;
  startedAt: number;
  /** it ends then, however far it came; null: when somebody puts it down */
  until: number | null;
  stage: Stage;
  customer: Heard & { legId: LegId | null; held: boolean };
  heldSince: number | null;
  legs: Leg[];
  transfer: Transfer | null;
  /** the owner's sound was lost: rung again until then */
  returning: { userId: UserId; until: number } | null;
  /** it goes on without any of us */
  handedOut: boolean;
  /** `isRefused`: somebody ended it in this call, as the customer wished: it does not begin again by itself */
  recording: {
    on: boolean;
    pausedAt: number | null;
    pausedUntil: number | null;
    ranOut: boolean;
    isRefused?: boolean;
  };
  recordings: Recording[];
  /** said before whatever the customer does next */
  intro: string[];
  /** keys of events that came in turn and were followed */
  followed: string[];
  /** who put it down, when it was one of us; null: the other side, or the line */
  endedBy: Person | null;
  endedAt: number | null;
  ending: CallEnding | null;
  commands: Command[];
  log: CallRecord[];
  /** how much of the log its conversation was told */
  told: number;
  /** others have not followed what happened here */
  dirty: boolean;
}

export const silence: Heard = { externalId: null, ringingAt: null, joinedAt: null, leftAt: null, end: null };

/** Settings that tests may shorten, in ms. */
export interface CallSettings {
  /** how long the owner's device is rung again after its sound was lost */
  returnMs: number;
  /** a recording's pause ends by itself then */
  pauseMs: number;
  /** how long a dialled number rings, s */
  dialSeconds: number;
  /** how long a warm transfer may be talked over */
  consultMs: number;
  /** a visitor's call from a page ends then, however far it came */
  pageCallMs: number;
  pollMs: number;
  reconcileMs: number;
  commandMs: number;
  /** attempts of a command that may be repeated */
  tries: number;
}

export const callSettings: CallSettings = {
  returnMs: 30_000,
  pauseMs: 120_000,
  dialSeconds: 45,
  consultMs: 30 * 60_000,
  pageCallMs: 2 * 3_600_000,
  pollMs: 1_000,
  reconcileMs: 20_000,
  commandMs: 20_000,
  tries: 6,
};

/** What the pure parts are given of the world. */
export interface CallWorld {
  now: number;
  nextLegId(): LegId;
  settings: CallSettings;
  /** whether this caller can be called back: a number that may be dialled */
  mayCallBack: boolean;
  /** why this number is not dialled now, by a menu or a callback; null: it may be */
  refuses(number: string): DialRefusal | null;
  /** the number that is shown to others; empty: none */
  ours: string;
  policy: WorldPolicy;
}

/** What the inbox holds its calls to. */
export interface WorldPolicy {
  longestMs: number | null;
  callbacks: CallbackPolicy;
  /** said before anybody talks where it is recorded; empty: nothing */
  announcement: string;
}

export const usualPolicy: WorldPolicy = { longestMs: null, callbacks: usualCallbackPolicy, announcement: '' };

export const isEnded = (call: Call): boolean => call.stage.kind === 'ended';
export const isThere = (leg: Leg): boolean => leg.leftAt === null && !leg.dropped;
export const isTalking = (leg: Leg): boolean => isThere(leg) && leg.joinedAt !== null;
/** Nobody but themselves is told of somebody who only listens, or is not in it yet (docs/adr/0030). */
export const isUntold = (leg: Leg): boolean =>
  leg.role === 'supervisor' && (leg.as.mode === 'listen' || leg.joinedAt === null);
/** The leg of whoever has the call. */
export const ownersLegs = (call: Call, userId: UserId): Leg[] =>
  call.legs.filter((leg) => leg.userId === userId && (leg.role === 'owner' || leg.role === 'offer') && isThere(leg));
