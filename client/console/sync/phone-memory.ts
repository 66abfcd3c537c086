/** What this browser keeps of the phone: which devices its sound goes over, and the numbers that were dialled last. */
import { z } from 'zod';
import type { KeyStore } from './pending.ts';
import { createStore, type Store } from './store.ts';

/** Ids of `navigator.mediaDevices`; '' is the system's own. */
const choiceSchema = z.object({
  microphone: z.string().max(200).default(''),
  speaker: z.string().max(200).default(''),
  ringer: z.string().max(200).default(''),
  /** echo of the speaker is taken out of what the microphone hears */
  echo: z.boolean().default(true),
  noise: z.boolean().default(true),
});
export type SoundChoice = z.infer<typeof choiceSchema>;

const recentSchema = z.array(z.string().max(40)).max(50);
const RECENT = 8;

export interface PhoneMemory {
  sound: Store<SoundChoice>;
  chooseSound(part: Partial<SoundChoice>): void;
  /** E.164 or as it was typed, the newest first */
  recent: Store<readonly string[]>;
  rememberNumber(number: string): void;
}

export function createPhoneMemory(keys: KeyStore, userId: string): PhoneMemory {
  const soundKey = 'parley.sound';
  const recentKey = `parley.dialled.${userId}`;
  const sound = createStore<SoundChoice>(read(keys, soundKey, choiceSchema) ?? choiceSchema.parse({}));
  const recent = createStore<readonly string[]>(read(keys, recentKey, recentSchema) ?? []);
  return {
    ...{ sound, recent },
    chooseSound(part) {
      sound.set((before) => ({ ...before, ...part }));
      keys.setItem(soundKey, JSON.stringify(sound.get()));
    },
    rememberNumber(number) {
      recent.set((before) => [number, ...before.filter((one) => one !== number)].slice(0, RECENT));
      keys.setItem(recentKey, JSON.stringify(recent.get()));
    },
  };
}

/** null: nothing, or nothing that can be read. */
function read<T>(keys: KeyStore, key: string, schema: z.ZodType<T>): T | null {
  try {
    const parsed = schema.safeParse(JSON.parse(keys.getItem(key) ?? 'null'));
    return parsed.success ? parsed.data : null;
  } catch {
    return null;
  }
}
