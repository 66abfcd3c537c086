/** Has somebody else write down what a recording says: a file goes out, words come back, as at /v1/audio/transcriptions of OpenAI. */
import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import type { GuardedFetch } from '../lib/guarded-fetch.ts';

export interface TranscriptionBy {
  url: string;
  model: string;
  /** null: the service wants none */
  key: string | null;
  /** BCP 47, a hint */
  language: string;
}

export interface Transcriber {
  /** @throws Error with the reason; it may be tried again */
  transcribe(sound: { bytes: Buffer; name: string }, by: TranscriptionBy): Promise<string>;
}

/** A long recording takes a while. */
const TIMEOUT_MS = 120_000;
const LARGEST_ANSWER = 2 * 1_048_576;
/** What an entry holds. */
const LONGEST = 50_000;

const answerSchema = z.object({ text: z.string() });

export function createTranscriber(fetchOut: GuardedFetch): Transcriber {
  return {
    async transcribe({ bytes, name }, { url, model, key, language }) {
      const boundary = `parley-${randomBytes(12).toString('hex')}`;
      const field = (label: string, value: string): string =>
        `--${boundary}\r\nContent-Disposition: form-data; name="${label}"\r\n\r\n${value.replace(/[\r\n]/g, ' ')}\r\n`;
      const head =
        (model === '' ? '' : field('model', model)) +
        field('response_format', 'json') +
        field('language', language.slice(0, 2).toLowerCase()) +
        `--${boundary}\r\nContent-Disposition: form-data; name="file"; filename="${name.replace(/["\r\n]/g, '')}"\r\n` +
        'Content-Type: audio/wav\r\n\r\n';
      const answer = await fetchOut(url, {
        ...{ maxBytes: LARGEST_ANSWER, timeoutMs: TIMEOUT_MS, accept: 'application/json' },
        takes: (type) => type === 'application/json',
        send: {
          headers: {
            'content-type': `multipart/form-data; boundary=${boundary}`,
            ...(key !== null && { authorization: `Bearer ${key}` }),
          },
          bytes: Buffer.concat([Buffer.from(head), bytes, Buffer.from(`\r\n--${boundary}--\r\n`)]),
        },
      });
      return answerSchema
        .parse(JSON.parse(answer.bytes.toString('utf8')))
        .text.trim()
        .slice(0, LONGEST)
        .toWellFormed();
    },
  };
}
