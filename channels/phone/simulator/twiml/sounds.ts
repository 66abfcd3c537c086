/** Verbs that are heard: Say, Play and Pause. */
import { speakingMs } from '../../../../shared/speaking-time.ts';
import { request } from '../webhooks/request.ts';
import type { World } from '../world.ts';
import { type Context, resolveUrl, sleep } from './context.ts';
import type { XmlElement } from './parse-xml.ts';
import { readWav } from './wav.ts';

const FOREVER = 1_000;
const DIGIT_MS = 250;

export async function say(context: Context, { text, attributes }: XmlElement): Promise<void> {
  const words = text.replace(/\s+/g, ' ').trim();
  const { world, leg } = context;
  for (let round = 0; round < timesOf(attributes.loop); round++) {
    world.tell({ type: 'caption', callSid: leg.call.sid, text: words, language: attributes.language ?? 'en-US' });
    if (words !== '') await sleep(context, speakingMs(words));
  }
}

export async function play(context: Context, { text, attributes }: XmlElement): Promise<void> {
  const { world, leg } = context;
  const { sid } = leg.call;
  if (attributes.digits !== undefined) {
    world.tell({ type: 'sound', callSid: sid, what: 'digits', detail: attributes.digits });
    world.media.press(sid, attributes.digits);
    return sleep(context, attributes.digits.length * DIGIT_MS);
  }
  const url = resolveUrl(context, text.trim());
  const sound = await fetchSound(world, url);
  if (context.scope.stopped || !sound) return sleep(context, 0);
  world.tell({ type: 'sound', callSid: sid, what: 'music', detail: url });
  const loop = timesOf(attributes.loop);
  void world.media.play(sid, [{ kind: 'samples', samples: sound.samples }], loop > 1);
  try {
    await sleep(context, sound.seconds * 1_000 * loop);
  } finally {
    world.media.stop(sid);
  }
}

export const pause = (context: Context, { attributes }: XmlElement): Promise<void> =>
  sleep(context, Number(attributes.length ?? 1) * 1_000);

/** `0` is for ever. */
const timesOf = (loop: string | undefined): number => (loop === '0' ? FOREVER : Math.max(1, Number(loop ?? 1) || 1));

const sounds = new WeakMap<World, Map<string, { samples: Int16Array; seconds: number }>>();

async function fetchSound(world: World, url: string) {
  const known = sounds.get(world) ?? new Map();
  sounds.set(world, known);
  const before = known.get(url);
  if (before) return before as { samples: Int16Array; seconds: number };
  const work = request(
    { method: 'GET', url, headers: { 'User-Agent': 'TwilioProxy/1.1' }, body: null },
    5_000,
    world.webhookMs,
  );
  world.track(work);
  const found = await work;
  const sound = found.kind === 'answer' && found.status === 200 ? readWav(found.body) : null;
  if (!sound) {
    world.warn(11_200, 'no sound that can be played', url);
    return null;
  }
  // It is held a little long for what is still on its way to the interpreter.
  known.set(url, sound);
  return sound;
}
