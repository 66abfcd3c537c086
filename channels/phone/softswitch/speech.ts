/** Spoken words: by espeak-ng where it is installed; elsewhere a tone, and the words are shown to the caller. */
import { spawn } from 'node:child_process';
import type { Spoken } from '../../voice.ts';
import { RATE } from '../media/frame.ts';
import type { Sound } from '../media/media-plane.ts';

export interface Speech {
  say(spoken: Spoken): Promise<Sound[]>;
}

const LONGEST_MS = 10_000;
const MOST_KEPT = 100;
/** As long as the words would take to be read. */
const MS_PER_CHARACTER = 60;

export function createSpeech(program = 'espeak-ng'): Speech {
  const kept = new Map<string, Promise<Int16Array | null>>();
  let isInstalled: boolean | null = null;

  async function speak({ text, language }: Spoken): Promise<Int16Array | null> {
    if (isInstalled === false) return null;
    const wav = await run(program, ['--stdout', '--stdin', '-v', voiceOf(language)], text).catch(() => null);
    isInstalled ??= wav !== null;
    return wav === null ? null : readWav(wav);
  }

  return {
    async say(spoken) {
      const key = `${spoken.language} ${spoken.text}`;
      let speaking = kept.get(key);
      if (speaking === undefined) {
        speaking = speak(spoken);
        kept.set(key, speaking);
        const [oldest] = kept.keys();
        if (kept.size > MOST_KEPT && oldest !== undefined) kept.delete(oldest);
      }
      const samples = await speaking;
      if (samples !== null) return [{ kind: 'samples', samples }];
      const ms = Math.min(6_000, 800 + spoken.text.length * MS_PER_CHARACTER);
      return [
        { kind: 'tone', hz: 523, ms: 250 },
        { kind: 'silence', ms },
      ];
    },
  };
}

/** Chinese is `cmn` to espeak-ng; of others it takes the language, and the region where it knows one. */
function voiceOf(language: string): string {
  const tag = language.toLowerCase();
  if (/^(zh|cmn)\b/.test(tag)) return 'cmn';
  return /^[a-z]{2,3}(-[a-z]{2})?$/.test(tag) ? tag : 'en';
}

function run(program: string, args: string[], input: string): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { stdio: ['pipe', 'pipe', 'ignore'], timeout: LONGEST_MS });
    const chunks: Buffer[] = [];
    child.once('error', reject);
    child.stdin.once('error', () => {});
    child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
    child.once('close', (code) =>
      code === 0 ? resolve(Buffer.concat(chunks)) : reject(new Error(`ended with ${code}`)),
    );
    child.stdin.end(input);
  });
}

/** 16-bit mono of any rate, as espeak-ng writes it to a pipe (its length is not to be believed), at ours. */
function readWav(bytes: Buffer): Int16Array | null {
  const data = bytes.indexOf('data', 12, 'latin1');
  if (data < 0 || bytes.toString('latin1', 0, 4) !== 'RIFF') return null;
  const rate = bytes.readUInt32LE(24);
  const from = data + 8;
  const count = Math.floor((bytes.length - from) / 2);
  if (count < 2 || rate < 8_000) return null;
  const out = new Int16Array(Math.floor(((count - 1) * RATE) / rate));
  for (let at = 0; at < out.length; at += 1) {
    const position = (at * rate) / RATE;
    const before = Math.floor(position);
    const first = bytes.readInt16LE(from + before * 2);
    const second = bytes.readInt16LE(from + (before + 1) * 2);
    out[at] = Math.round(first + (second - first) * (position - before));
  }
  return out;
}
