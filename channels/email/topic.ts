/**
 * What Outlook and Exchange call a thread: `Thread-Index`, 22 bytes of which 16 are the same in every answer, and often all that is left where
 * they wrote a Message-ID anew or lost the references. Anybody can write it, so it is believed no more than a number in a subject.
 */
import type { ConversationId } from '../../shared/model/ids.ts';
import type { Likeness } from '../channel.ts';

const HEADER = 22;
/** behind a byte that is 1, and five of a time */
const GUID_AT = 6;
const LONGEST = 4_000;
const CROCKFORD = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const FILETIME_1970_MS = 11_644_473_600_000n;

export interface Topic {
  likeness: Likeness;
  /** the conversation, if we began the thread: its id is what we call it */
  conversationId: ConversationId | null;
}

export function readThreadIndex(value: string | undefined, now: number): Topic | null {
  if (value === undefined || value.length > LONGEST) return null;
  const bytes = Buffer.from(value, 'base64');
  if (bytes.length < HEADER || bytes[0] !== 1) return null;
  const guid = bytes.subarray(GUID_AT, HEADER);
  if (guid.every((byte) => byte === guid[0])) return null;
  return { likeness: `topic:${guid.toString('hex')}`, conversationId: toUlid(guid, now) };
}

/** In an answer; the same letter always gives the same. */
export function makeThreadIndex(alike: readonly Likeness[], conversationId: ConversationId, at: number): string {
  const known = alike.find((one) => one.startsWith('topic:'))?.slice('topic:'.length);
  const guid = known === undefined ? fromUlid(conversationId) : Buffer.from(known, 'hex');
  const time = Buffer.alloc(8);
  time.writeBigUInt64BE((BigInt(at) + FILETIME_1970_MS) * 10_000n);
  const answer = Buffer.alloc(5);
  answer.writeUInt32BE(at % 0x7fff_ffff);
  return Buffer.concat([Buffer.of(1), time.subarray(1, GUID_AT), guid, answer]).toString('base64');
}

/** 26 letters are 130 bits, of which the first two are 0. */
function fromUlid(id: ConversationId): Buffer {
  const bits = [...id].reduce((sum, letter) => (sum << 5n) | BigInt(CROCKFORD.indexOf(letter)), 0n);
  return Buffer.from(bits.toString(16).padStart(32, '0'), 'hex');
}

/** null for what cannot be one of ours: the time in it would be one that has not come. */
function toUlid(guid: Buffer, now: number): ConversationId | null {
  if (guid.readUIntBE(0, 6) > now) return null;
  let bits = BigInt(`0x${guid.toString('hex')}`);
  let id = '';
  for (let at = 0; at < 26; at += 1) {
    id = `${CROCKFORD[Number(bits & 31n)]}${id}`;
    bits >>= 5n;
  }
  return id as ConversationId;
}
