/** Pictures and the like that came with a text: fetched with our token from Twilio itself and nobody else, bounded in time and size. */
import { parseUrl } from '../../../shared/parse-url.ts';
import type { Access } from './account.ts';
import { basicAuth } from './account.ts';
import type { Form } from './read-events.ts';

export interface FetchedMedia {
  name: string;
  /** null: it could not be had */
  bytes: Buffer | null;
}

const MOST = 10;
const LARGEST = 16 * 1_048_576;
/** Less than Twilio waits for our answer. */
const FETCH_MS = 8_000;

export async function fetchMedia(form: Form, access: Access, apiBaseUrl: string | null): Promise<FetchedMedia[]> {
  const count = Math.min(Number(form.NumMedia ?? 0) || 0, MOST);
  const named = Array.from({ length: count }, (_, index) => ({
    url: form[`MediaUrl${index}`] ?? '',
    name: nameOf(form[`MediaContentType${index}`] ?? '', index),
  }));
  return Promise.all(
    named.map(async ({ url, name }) => ({
      name,
      bytes: isTwilios(url, apiBaseUrl) ? await fetchOne(url, access).catch(() => null) : null,
    })),
  );
}

/** Whoever can sign could name any address; what is there is asked for with our token. */
export function isTwilios(text: string, apiBaseUrl: string | null): boolean {
  const url = parseUrl(text);
  if (url === null) return false;
  if (apiBaseUrl !== null) return url.origin === new URL(apiBaseUrl).origin;
  return (
    url.protocol === 'https:' &&
    url.port === '' &&
    /^([a-z0-9-]+\.)*twilio\.com$/.test(url.hostname) &&
    url.username === ''
  );
}

async function fetchOne(url: string, access: Access): Promise<Buffer | null> {
  const answer = await fetch(url, {
    headers: { Authorization: basicAuth(access) },
    signal: AbortSignal.timeout(FETCH_MS),
  });
  return answer.ok ? readAtMost(answer, LARGEST) : null;
}

/** Null: there is more. Whatever length was announced is not believed. */
export async function readAtMost({ body }: Response, most: number): Promise<Buffer | null> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of body ?? []) {
    size += chunk.byteLength;
    if (size > most) return null;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** What a type is called only helps to name it: what it is, is looked at when it is kept. */
function nameOf(type: string, index: number): string {
  const ending = /^[a-z]+\/([a-z0-9]{2,5})$/.exec(type.toLowerCase())?.[1] ?? 'bin';
  return `media-${index + 1}.${ending === 'jpeg' ? 'jpg' : ending}`;
}
