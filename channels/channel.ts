/**
 * The contract of a channel: it translates and does not decide. Inbound it turns what the outside sent into an InboundEvent and hands it
 * to `ctx.ingest`; outbound it carries an Outbound out and says what became of it. What a channel can do is data, never its name.
 */
import type { AccountState, AccountStep, DnsAdvice, FoundAccount } from '../shared/model/account.ts';
import type { VisitContext } from '../shared/model/conversation.ts';
import type { FormAnswer } from '../shared/model/entry.ts';
import type { FileRef } from '../shared/model/file.ts';
import type { ConversationId, EntryId, InboxId } from '../shared/model/ids.ts';
import type { Inbox } from '../shared/model/inbox.ts';

/** Kinds of address a customer is reached by. */
export type IdentityKind = 'visitor' | 'email' | 'phone' | 'external';

/** An address, normalised by the channel: the same person must give the same value. */
export interface IdentityRef {
  kind: IdentityKind;
  value: string;
}

export interface Capabilities {
  /** the other side is there in this moment: typing, read marks, queue place, offers with a short fuse */
  live: boolean;
  typing: boolean;
  files: boolean;
  /** units of an agent's 100 that one work item takes (routing.md §1) */
  weight: number;
}

/** Something that reached us. `key` makes it idempotent: the same (inbox, key) is one entry for ever. */
export interface InboundMessage {
  type: 'message';
  inboxId: InboxId;
  /** the provider's id, or `author:clientId` for a visitor's own send */
  key: string;
  identity: IdentityRef;
  /** ms since 1970, by our clock */
  at: number;
  /** the conversation it names; ingest checks that it belongs to the identity */
  conversationId: ConversationId | null;
  clientId?: string;
  text: string;
  files: FileRef[];
  /** what was asked before the first message */
  form: FormAnswer[];
  context: VisitContext;
  /** words of a stranger about themselves: hints, never proof */
  claimed: { name?: string; email?: string };
  /** nobody was there: wait without a live customer */
  left: boolean;
}

export type InboundEvent = InboundMessage;

/** Where an inbound message came to lie. */
export interface Ingested {
  conversationId: ConversationId;
  entryId: EntryId;
  seq: number;
  /** false when the same key had come before */
  isNew: boolean;
}

/** A message on its way to the customer. */
export interface Outbound {
  inboxId: InboxId;
  conversationId: ConversationId;
  entryId: EntryId;
  identity: IdentityRef;
  text: string;
  files: FileRef[];
}

/** What became of a send. `unknown`: the other side may or may not have it, so it is never repeated blindly. */
export type SendResult =
  | { state: 'sent'; externalId?: string }
  | { state: 'failed'; retryable: boolean; reason: string }
  | { state: 'unknown'; reason: string };

/** Keyed state with compare-and-set: `put` answers false when `expected` is no longer what is stored. */
export interface ChannelState {
  get<T>(key: string): Promise<{ value: T; version: number } | null>;
  put<T>(key: string, value: T, expected: number | null): Promise<boolean>;
}

export interface ChannelContext {
  /** resolves when the event is durable */
  ingest(event: InboundEvent): Promise<Ingested>;
  state: ChannelState;
  /** runs `work` on one node only; the signal aborts when the lease is lost */
  lead(name: string, work: (signal: AbortSignal) => Promise<void>): () => Promise<void>;
  /** the inbox's secrets that are good now, newest first: two while one is being replaced; encrypted at rest */
  secrets(inboxId: InboxId): Promise<string[]>;
  inbox(inboxId: InboxId): Promise<Inbox | null>;
  /** ms since 1970 */
  now(): number;
  log: { info(fields: object, text: string): void; warn(fields: object, text: string): void };
}

/** Who a visitor is, as far as the channel could prove it. */
export interface VisitorClaim {
  /** present when a valid token proved it */
  proof: 'identity-jwt' | 'identity-hmac' | null;
  externalId?: string;
  name?: string;
  email?: string;
}

/** What a channel with live visitors adds: whom to let in, and how their frames read. The sockets themselves belong to realtime. */
export interface LiveChannel {
  /** may this origin talk to this inbox; `null` when the browser sent none */
  allowsOrigin(inbox: Inbox, origin: string | null, own: string): boolean;
  /** checks the host page's word on who the visitor is; throws AppError('unauthenticated') when it is wrong, or missing where it is required */
  identify(
    inbox: Inbox,
    request: { identity?: string; user?: { id: string; hash: string; email?: string; name?: string } },
    ctx: Pick<ChannelContext, 'secrets' | 'state' | 'now'>,
  ): Promise<VisitorClaim>;
  /** whether visitors of whom nobody proved who they are may be here at all; asked again for those who came earlier */
  admits(inbox: Inbox, visitor: { verified: boolean }): boolean;
  /** pure: what may be kept of a page as a stranger's browser describes it */
  readContext(context: VisitContext): VisitContext;
  /** pure: a stranger's words beside a message, such as a rating's, as they may be kept and shown */
  readText(text: string): string;
  /** pure: a visitor's frame to an inbound message; throws AppError('invalid') with the fields that are wrong */
  parse(frame: VisitorFrame): InboundMessage;
}

export interface VisitorFrame {
  inbox: Inbox;
  identity: IdentityRef;
  at: number;
  conversationId: ConversationId | null;
  clientId: string;
  text: string;
  files: FileRef[];
  answers: Record<string, string>;
  context: VisitContext;
  email?: string;
  left: boolean;
}

/** What a channel adds whose inboxes have an account at somebody else's server. */
export interface AccountChannel {
  /** Tries the account, telling each step; what the other side does wrong is told, never thrown. Settings need not be saved. */
  check(
    inbox: Inbox,
    credentials: Readonly<Record<string, string>>,
    tell: (step: AccountStep) => void,
    signal: AbortSignal,
  ): Promise<void>;
  /** what is known of the servers behind an address; null: nothing */
  find(address: string): Promise<FoundAccount | null>;
  /** what the world is told of the address's domain, and what it should be told */
  advise(address: string): Promise<DnsAdvice[]>;
  /** how it does, from whatever node that is asked */
  state(inbox: Inbox): Promise<AccountState>;
}

export interface Channel {
  readonly kind: string;
  readonly capabilities: Capabilities;
  readonly accounts?: AccountChannel;
  /** checks an inbox's settings; throws AppError('invalid') naming each field */
  parseSettings(settings: unknown): Record<string, unknown>;
  start(ctx: ChannelContext): Promise<void>;
  stop(): Promise<void>;
  send(outbound: Outbound): Promise<SendResult>;
  readonly live?: LiveChannel;
}
