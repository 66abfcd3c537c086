/** Files that go out with a text: Twilio fetches them like anybody, so their address says by its signature that we gave it, and for how long. */
import { createHmac, timingSafeEqual } from 'node:crypto';
import type { FileId } from '../../../shared/model/ids.ts';
import type { WebhookAnswer } from '../../channel.ts';

/** Longer than Twilio tries. */
const OPEN_MS = 6 * 3_600_000;
const ULID = /^[0-7][0-9A-HJKMNP-TV-Z]{25}$/;
const TYPE = /^[a-z]+\/[a-z0-9.+-]{1,80}$/;

export interface MediaQuery {
  file: string;
  type: string;
  until: string;
  mac: string;
}

const sign = (token: string, { file, type, until }: Omit<MediaQuery, 'mac'>): string =>
  createHmac('sha256', `media:${token}`).update(`${file}\n${type}\n${until}`).digest('hex');

export function mediaQuery(token: string, file: { id: FileId; type: string }, now: number): MediaQuery {
  const open = { file: file.id, type: file.type, until: String(now + OPEN_MS) };
  return { ...open, mac: sign(token, open) };
}

export async function answerMedia(
  query: URLSearchParams,
  { tokens, bytes, now }: { tokens: readonly string[]; bytes(id: FileId): Promise<Buffer | null>; now: number },
): Promise<WebhookAnswer> {
  const asked = {
    ...{ file: query.get('file') ?? '', type: query.get('type') ?? '', until: query.get('until') ?? '' },
    mac: query.get('mac') ?? '',
  };
  const isGiven = tokens.some((token) => isSame(asked.mac, sign(token, asked)));
  if (!isGiven || !ULID.test(asked.file) || !TYPE.test(asked.type) || !(Number(asked.until) > now)) {
    return { status: 403 };
  }
  const body = await bytes(asked.file as FileId);
  if (body === null) return { status: 404 };
  const headers = { 'X-Content-Type-Options': 'nosniff', 'Content-Disposition': 'attachment' };
  return { status: 200, type: asked.type, body, headers };
}

const isSame = (given: string, expected: string): boolean =>
  given.length === expected.length && timingSafeEqual(Buffer.from(given), Buffer.from(expected));
