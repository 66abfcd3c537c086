/**
 * What we write into our mails so that an answer or a bounce finds its way home: a plus-address, a Message-ID and a VERP
 * envelope sender, each with a truncated HMAC-SHA256. Some servers lower-case what they carry, so nothing here has a case.
 */
import { createHmac, timingSafeEqual } from 'node:crypto';
import type { ConversationId, EntryId } from '../../shared/model/ids.ts';
import type { OwnMessage } from './model.ts';

/** 10 bytes are 80 bits: 16 letters of base32. */
const MAC_BYTES = 10;
/** RFC 5321 §4.5.3.1.1 */
const LOCAL_PART_MAX = 64;
const ID = '[0-7][0-9a-hjkmnp-tv-z]{25}';
const MAC = '[a-z2-7]{16}';

const REPLY = new RegExp(`\\+c\\.(${ID})\\.(${MAC})@`, 'i');
const BOUNCE = new RegExp(`\\+b\\.(${ID})\\.(${MAC})@`, 'i');
const MESSAGE = new RegExp(`^<?c\\.(${ID})\\.(${ID})\\.(${MAC})@`, 'i');
const TAG = /\[#(\d{1,9})\]/g;

type Purpose = 'reply' | 'bounce' | 'message' | 'instance';

/** The mailbox's address that leads back to a conversation; the plain address when a token would make it too long for SMTP. */
export function makeReplyAddress(mailbox: string, conversationId: ConversationId, secrets: readonly string[]): string {
  return plus(mailbox, `c.${conversationId.toLowerCase()}.${sign('reply', conversationId, secrets)}`);
}

export function readReplyAddress(address: string, secrets: readonly string[]): ConversationId | null {
  const [, id, mac] = REPLY.exec(address) ?? [];
  return id !== undefined && isSigned('reply', id, mac, secrets) ? (id.toUpperCase() as ConversationId) : null;
}

/** The envelope sender under which bounces of one entry come back (VERP). */
export function makeBounceAddress(mailbox: string, entryId: EntryId, secrets: readonly string[]): string {
  return plus(mailbox, `b.${entryId.toLowerCase()}.${sign('bounce', entryId, secrets)}`);
}

export function readBounceAddress(address: string, secrets: readonly string[]): EntryId | null {
  const [, id, mac] = BOUNCE.exec(address) ?? [];
  return id !== undefined && isSigned('bounce', id, mac, secrets) ? (id.toUpperCase() as EntryId) : null;
}

/** @returns with angle brackets; the same entry always gives the same id, so a repeated attempt is the same mail */
export function makeMessageId(own: OwnMessage, domain: string, secrets: readonly string[]): string {
  const mac = sign('message', `${own.conversationId}.${own.entryId}`, secrets);
  return `<c.${own.conversationId.toLowerCase()}.${own.entryId.toLowerCase()}.${mac}@${domain}>`;
}

export function readMessageId(messageId: string, secrets: readonly string[]): OwnMessage | null {
  const [, conversation, entry, mac] = MESSAGE.exec(messageId) ?? [];
  if (conversation === undefined || entry === undefined) return null;
  if (!isSigned('message', `${conversation}.${entry}`, mac, secrets)) return null;
  return {
    conversationId: conversation.toUpperCase() as ConversationId,
    entryId: entry.toUpperCase() as EntryId,
  };
}

/** What an inbox marks its mails with; nobody else can make it, so nobody can have their mail dropped as ours. */
export function instanceMark(inboxId: string, secrets: readonly string[]): string {
  return sign('instance', inboxId, secrets);
}

export function isInstanceMark(mark: string, inboxId: string, secrets: readonly string[]): boolean {
  return isSigned('instance', inboxId, mark.trim(), secrets);
}

export function makeSubjectTag(number: number): string {
  return `[#${number}]`;
}

/** The last tag, for ours stands at the end. Anyone can type a number: it only counts from a participant. */
export function readSubjectTag(subject: string): number | null {
  const last = [...subject.normalize('NFKC').matchAll(TAG)].at(-1)?.[1];
  return last === undefined ? null : Number(last);
}

function plus(mailbox: string, token: string): string {
  const at = mailbox.lastIndexOf('@');
  const local = `${mailbox.slice(0, at)}+${token}`;
  return local.length > LOCAL_PART_MAX ? mailbox : `${local}${mailbox.slice(at)}`;
}

function sign(purpose: Purpose, subject: string, secrets: readonly string[]): string {
  const [newest] = secrets;
  if (newest === undefined || newest === '') throw new Error('There is no secret to sign with.');
  return mac(purpose, subject, newest);
}

function isSigned(purpose: Purpose, subject: string, given: string | undefined, secrets: readonly string[]): boolean {
  const theirs = Buffer.from((given ?? '').toLowerCase());
  return secrets.some((secret) => {
    const ours = Buffer.from(mac(purpose, subject, secret));
    return secret !== '' && ours.length === theirs.length && timingSafeEqual(ours, theirs);
  });
}

function mac(purpose: Purpose, subject: string, secret: string): string {
  // The purpose is part of what is signed: a token of one kind is none of another.
  const digest = createHmac('sha256', secret).update(`parley-mail\0${purpose}\0${subject.toUpperCase()}`).digest();
  return base32(digest.subarray(0, MAC_BYTES));
}

/** RFC 4648 in lower case; the length is a multiple of 5 bytes, so nothing is padded. */
function base32(bytes: Buffer): string {
  const letters = 'abcdefghijklmnopqrstuvwxyz234567';
  let bits = 0n;
  for (const byte of bytes) bits = (bits << 8n) | BigInt(byte);
  let text = '';
  for (let place = bytes.length * 8 - 5; place >= 0; place -= 5) text += letters[Number((bits >> BigInt(place)) & 31n)];
  return text;
}
