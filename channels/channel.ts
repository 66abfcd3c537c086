/**
 * The contract of a channel: it translates and does not decide. Inbound it turns what the outside sent into an InboundEvent and hands it
 * to `ctx.ingest`; outbound it carries an Outbound out and says what became of it. What a channel can do is data, never its name.
 */
import type { AccountState, AccountStep, DnsAdvice, FoundAccount } from '../shared/model/account.ts';
import type { VisitContext } from '../shared/model/conversation.ts';
import type { FormAnswer } from '../shared/model/entry.ts';
import type { FileRef } from '../shared/model/file.ts';
import type { ConversationId, EntryId, FileId, InboxId } from '../shared/model/ids.ts';
import type { Inbox } from '../shared/model/inbox.ts';
import type { DeliveryCode, Letter, LetterDraft } from '../shared/model/letter.ts';
import type { MailRule } from '../shared/model/mail-rule.ts';
import type { Acknowledgement } from '../shared/model/mailbox.ts';
import type { FilledTemplate, MessageTemplate, TextRules } from '../shared/model/texting.ts';
import type { VoiceChannel, VoiceContext } from './voice.ts';

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
  /** `letter`: messages have a subject, addresses and a rich body, and travel through the outbox; `call`: people speak (`voice`) */
  format: 'chat' | 'letter' | 'call';
  /** units of an agent's 100 that one work item of messages takes (routing.md §1) */
  weight: number;
  /** of its calls, where it has any: their work is another than that of messages */
  call?: CallCapabilities;
}

export interface CallCapabilities {
  weight: number;
  /** its work is given only to whoever has nothing else, and nothing is given beside it */
  exclusive: boolean;
  /** how long an offer of its work stands */
  ringSeconds: number;
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
  /** of messages that travel as letters */
  letter?: InboundLetter;
  /** whether they want to be written to: what they say goes for this inbox, and only by this address */
  consent?: 'stop' | 'start';
}

/** What a letter says beside its words. */
export interface InboundLetter {
  /** what is kept of it */
  letter: Letter;
  /** known to the outside and the same in every inbox it reaches; answers name it */
  externalId: string;
  /** of all its bytes but those of the way: tells another letter under the same id */
  digest: string;
  /** where it belongs, by what the sender's program wrote */
  thread: ThreadHints;
  /** whether the sender's address is theirs: `refuted` never touches what is known of that address */
  sender: 'proven' | 'unproven' | 'refuted';
  /** nobody wrote it: it reopens nothing, counts for nothing, and is never answered by itself */
  automatic: boolean;
  /** whether an automatic answer may go back (RFC 3834): not to programs, and not to whoever asks for none */
  mayAnswer: boolean;
  /** bytes of all of it, and its headers by lower-case name: what an inbox's rules may ask about */
  size: number;
  headers: ReadonlyMap<string, readonly string[]>;
}

/** In the order in which they are believed. Ids prove that somebody holds them, not who that is. */
export interface ThreadHints {
  /** conversations whose signed token it was sent to, or that it tells of */
  ours: ConversationId[];
  /** external ids it answers, newest first */
  answers: string[];
  /** which of those are signed ids of our letters */
  ourLetters: { externalId: string; conversationId: ConversationId; entryId: EntryId }[];
  /** a number in its subject, which anybody can type: believed of those who take part */
  number: number | null;
  /** a conversation that it names unsigned, believed as a number is */
  named: ConversationId | null;
  /** what other letters of its thread carry too and anybody could write: believed as a number is, but for its subject, which only suggests */
  alike: Likeness[];
}

/** By what letters of one thread look alike: `topic` is what Outlook calls it, `subject` is without prefixes. */
export type Likeness = `topic:${string}` | `subject:${string}`;

/** What became of one of our messages after it had left. The same (inbox, key) is told once. */
export interface InboundReport {
  type: 'report';
  inboxId: InboxId;
  key: string;
  at: number;
  /** the entry that its signed ids name */
  entryId: EntryId;
  /** null: whoever it went to, where that is one */
  recipient: string | null;
  /**
   * `taken`: the other side has it and carries it on. `gone`: no such address. `refused`: for reasons of policy, which are not the customer's
   * fault. `soft`: given up, and may go another time. `delayed`: still being tried. Reports may come in any order and before the send has answered: what arrived is never told to have failed.
   */
  outcome: 'gone' | 'refused' | 'soft' | 'delayed' | 'taken' | 'delivered' | 'read';
  code: DeliveryCode;
  detail: string;
}

export type InboundEvent = InboundMessage | InboundReport;

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
  /** what the text was made of, where the provider wants to be told so */
  template?: FilledTemplate;
  /** of those that travel as letters */
  letter?: OutboundLetter;
}

export interface OutboundLetter extends LetterDraft {
  /** kept before the first attempt, so that every attempt is the same letter */
  externalId: string;
  /** when it was written, ms since 1970: the same in every attempt */
  at: number;
  /** where it had been refused before: only these are tried again, though it names everybody */
  envelopeTo?: string[];
  /** external ids of the letters before it, oldest first */
  references: string[];
  /** of the conversation */
  number: number;
  /** by what its other letters look alike */
  alike: readonly Likeness[];
  authorName: string;
  /** written by nobody: says so, and is never answered automatically */
  automatic: boolean;
}

/** What became of a send. `unknown`: the other side may or may not have it, so it is never repeated blindly. */
export type SendResult =
  | {
      state: 'sent';
      externalId?: string;
      /** whom the other side refused while it took the rest */
      refused?: { address: string; code: DeliveryCode; detail: string }[];
      /** it went nowhere but into this file: nothing is configured to send by */
      kept?: FileId;
    }
  | {
      state: 'failed';
      retryable: boolean;
      reason: string;
      code?: DeliveryCode;
      /** not before, ms */
      retryAfter?: number;
    }
  | { state: 'unknown'; reason: string; code?: DeliveryCode };

/** Keyed state with compare-and-set: `put` answers false when `expected` is no longer what is stored. */
export interface ChannelState {
  get<T>(key: string): Promise<{ value: T; version: number } | null>;
  put<T>(key: string, value: T, expected: number | null): Promise<boolean>;
}

export interface ChannelContext {
  /** resolves when the message is durable */
  ingest(event: InboundMessage): Promise<Ingested>;
  /** resolves when it is noted at the message it is about; one about nothing of ours changes nothing and answers false */
  report(event: InboundReport): Promise<boolean>;
  /** Keeps bytes that came with a message, or that one became; they are the inbox's until a message takes them along. */
  keep(inboxId: InboxId, bytes: Buffer, name: string): Promise<FileRef>;
  /** The bytes of a file that a message carries. */
  bytes(id: FileId): Promise<Buffer | null>;
  state: ChannelState;
  /** runs `work` on one node only; the signal aborts when the lease is lost */
  lead(name: string, work: (signal: AbortSignal) => Promise<void>): () => Promise<void>;
  /** the inbox's secrets that are good now, newest first: two while one is being replaced; encrypted at rest */
  secrets(inboxId: InboxId): Promise<string[]>;
  inbox(inboxId: InboxId): Promise<Inbox | null>;
  /** those of this channel that are in use */
  inboxes(): Promise<Inbox[]>;
  /** passwords and the like that an admin gave for this inbox; encrypted at rest, never shown */
  credentials(inboxId: InboxId): Promise<Record<string, string>>;
  /** Keeps what the other side gave instead of one of them. */
  keepCredentials(inboxId: InboxId, changed: Record<string, string>): Promise<void>;
  /** The words of a message of ours; null for none, and for what others wrote. */
  said(id: EntryId): Promise<string | null>;
  /** Of our people, whom a stranger might pretend to be, and the addresses under which they are themselves. */
  names(): Promise<readonly string[]>;
  /** for channels of calls: their events, and what the caller does next */
  voice: VoiceContext;
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

/** What a channel of letters adds. */
export interface LetterChannel {
  /** pure: what a letter may hold of what the composer made, and its words alone */
  write(html: string): { html: string; text: string };
  /** signed, unique, and read back from whatever answers it */
  nameLetter(inbox: Inbox, secret: string, id: { conversationId: ConversationId; entryId: EntryId }): string;
  addressOf(inbox: Inbox): string;
  /** pure: by what answers to a letter of this subject will look like it */
  alikeOf(subject: string): Likeness[];
  signatureOf(inbox: Inbox): string;
  /** of a whole letter as it came, by lower-case name */
  headersOf(raw: Buffer): ReadonlyMap<string, readonly string[]>;
  /** what an admin wants done with what comes in */
  policyOf(inbox: Inbox): { rules: readonly MailRule[]; acknowledgement: Acknowledgement };
}

/** What a channel of texts adds. */
export interface TextChannel {
  /** pure: what holds for what is written to this address; null: nothing does */
  rulesOf(inbox: Inbox, identity: IdentityRef): TextRules | null;
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
  /** Templates that may be sent by it at any time, as the account has them. @throws AppError `invalid` when it is refused */
  templates?(inbox: Inbox, credentials: Readonly<Record<string, string>>): Promise<MessageTemplate[]>;
  /** Puts right at the other side what can be put right there by asking. @throws AppError `invalid` when it is refused */
  mend?(inbox: Inbox): Promise<void>;
  /** what is known of the servers behind an address; null: nothing */
  find(address: string): Promise<FoundAccount | null>;
  /** what the world is told of the address's domain, and what it should be told */
  advise(address: string): Promise<DnsAdvice[]>;
  /** how it does, from whatever node that is asked */
  state(inbox: Inbox): Promise<AccountState>;
}

/** A request of a provider's machine, as it came: nothing of it has been checked. */
export interface Webhook {
  method: 'GET' | 'POST';
  /** as it was asked for, with its query: what a signature is over */
  target: string;
  /** below this kind of channel, without the query. @example "/<inbox id>/voice" */
  path: string;
  headers: Readonly<Record<string, string | string[] | undefined>>;
  body: Buffer;
}

export interface WebhookAnswer {
  status: number;
  type?: string;
  headers?: Record<string, string>;
  body?: string | Buffer;
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
  readonly letters?: LetterChannel;
  readonly texts?: TextChannel;
  readonly voice?: VoiceChannel;
  /** Answers what a provider's machines ask at `/hooks/<kind>/…`. Who asks is for the channel to check. */
  webhooks?(webhook: Webhook): Promise<WebhookAnswer>;
}
