/** What the simulator keeps: Twilio's nouns under Twilio's names. */

export type CallStatus =
  | 'queued'
  | 'initiated'
  | 'ringing'
  | 'in-progress'
  | 'completed'
  | 'busy'
  | 'failed'
  | 'no-answer'
  | 'canceled';

/** What a call ends as. */
export type CallEnding = 'completed' | 'busy' | 'failed' | 'no-answer' | 'canceled';

/** Where something is told, and of what. */
export interface Callback {
  url: string;
  method: 'GET' | 'POST';
  events: ReadonlySet<string>;
}

/** A document to run next. */
export type Source =
  | { kind: 'url'; url: string; method: 'GET' | 'POST'; fallbackUrl?: string; extra?: Record<string, string> }
  | { kind: 'inline'; twiml: string };

export interface Call {
  sid: string;
  parentSid: string | null;
  from: string;
  to: string;
  direction: 'inbound' | 'outbound-api' | 'outbound-dial';
  status: CallStatus;
  createdAt: number;
  answeredAt: number | null;
  endedAt: number | null;
  callback: Callback | null;
  /** of its status callbacks */
  sequence: number;
  /** seconds a callee is rung */
  timeout: number;
  /** told to a browser that is called, and what a browser that calls says of itself */
  params: Record<string, string>;
  stirVerstat?: string;
}

export type ParticipantStatus = 'queued' | 'connecting' | 'ringing' | 'connected' | 'complete' | 'failed';

export interface Participant {
  callSid: string;
  label: string | null;
  muted: boolean;
  hold: boolean;
  coaching: boolean;
  callSidToCoach: string | null;
  startOnEnter: boolean;
  endOnExit: boolean;
  beep: boolean;
  status: ParticipantStatus;
  /** what it hears until the conference starts; empty: silence */
  waitUrl: string | null;
  waitMethod: 'GET' | 'POST';
  createdAt: number;
  updatedAt: number;
}

export interface Conference {
  sid: string;
  friendlyName: string;
  status: 'init' | 'in-progress' | 'completed';
  callback: Callback | null;
  sequence: number;
  participants: Map<string, Participant>;
  createdAt: number;
  updatedAt: number;
  reasonEnded: string | null;
  callSidEnding: string | null;
}

export interface Recording {
  sid: string;
  callSid: string | null;
  conferenceSid: string | null;
  status: 'in-progress' | 'paused' | 'stopped' | 'processing' | 'completed' | 'absent';
  source: string;
  channels: number;
  track: string;
  callback: Callback | null;
  startedAt: number;
  endedAt: number | null;
  /** seconds, once it is over */
  duration: number | null;
  /** file of its sound */
  path: string;
  /** after this the sound can be had */
  readyAt: number;
}

export interface MessageMedia {
  sid: string;
  contentType: string;
  bytes: Buffer;
}

export interface Message {
  sid: string;
  from: string;
  to: string;
  body: string;
  direction: 'inbound' | 'outbound-api' | 'outbound-reply';
  status: string;
  errorCode: number | null;
  statusCallback: string | null;
  media: MessageMedia[];
  createdAt: number;
  updatedAt: number;
  sentAt: number | null;
}

/** A template, and what WhatsApp says of it. */
export interface Content {
  sid: string;
  friendlyName: string;
  language: string;
  variables: Record<string, string>;
  types: Record<string, object>;
  status: 'unsubmitted' | 'received' | 'pending' | 'approved' | 'rejected' | 'paused' | 'disabled';
  createdAt: number;
}

export interface PhoneNumber {
  sid: string;
  number: string;
  friendlyName: string;
  voiceUrl: string;
  voiceMethod: 'GET' | 'POST';
  voiceFallbackUrl: string;
  statusCallback: string;
  smsUrl: string;
  smsMethod: 'GET' | 'POST';
  smsFallbackUrl: string;
  createdAt: number;
  updatedAt: number;
}

export interface Application {
  sid: string;
  voiceUrl: string;
}

export interface Account {
  sid: string;
  authToken: string;
  apiKeySid: string;
  apiKeySecret: string;
}
