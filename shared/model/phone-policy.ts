/** What a number is held to: how much is dialled from it, how it calls back, and who hears its recordings for how long. */
import { z } from 'zod';

/** Keeps a fault, or somebody who got in, from making calls that cost a fortune. */
export const dialLimitsSchema = z.object({
  perMinute: z.number().int().min(1).max(600),
  perHour: z.number().int().min(1).max(10_000),
  /** what a minute of a call costs, in whatever the account is billed in; 0: nothing is reckoned */
  pricePerMinute: z.number().min(0).max(1_000),
  /** reckoned from the minutes of the day's calls, in and out; null: no limit */
  spendPerDay: z.number().min(0).max(1_000_000).nullable(),
  /** a call is ended then, after a warning; null: never */
  longestMinutes: z.number().int().min(2).max(1_440).nullable(),
});
export type DialLimits = z.infer<typeof dialLimitsSchema>;

export const usualDialLimits: DialLimits = {
  ...{ perMinute: 30, perHour: 300, pricePerMinute: 0, spendPerDay: null, longestMinutes: 240 },
};

/** How often somebody who asked to be called back is tried. */
export const callbackPolicySchema = z.object({
  attempts: z.number().int().min(1).max(10),
  minutesBetween: z.number().int().min(1).max(1_440),
});
export type CallbackPolicy = z.infer<typeof callbackPolicySchema>;

export const usualCallbackPolicy: CallbackPolicy = { attempts: 3, minutesBetween: 15 };

/** `team`: whoever may see the conversation. `floor`: who runs the floor, and whoever talked in it. */
export const listeners = ['team', 'floor'] as const;
export type Listeners = (typeof listeners)[number];

export const recordingPolicySchema = z.object({
  /** said before anybody talks, where calls are recorded */
  announcement: z.string().trim().max(300),
  listeners: z.enum(listeners),
  /** the sound is removed after so long; null: kept */
  keepDays: z.number().int().min(1).max(3_650).nullable(),
  /** the provider's own copy is deleted once ours is stored */
  deletesCopy: z.boolean().default(true),
  /** somebody who writes down what was said; null: nobody does */
  transcription: z
    .object({
      /** takes a file as OpenAI does at /v1/audio/transcriptions */
      url: z.url({ protocol: /^https?$/ }).max(500),
      model: z.string().trim().max(120),
    })
    .nullable(),
});
export type RecordingPolicy = z.infer<typeof recordingPolicySchema>;

export const usualRecordingPolicy: RecordingPolicy = {
  ...{ announcement: '', listeners: 'team', keepDays: null, deletesCopy: true, transcription: null },
};

/** The name under which the key of whoever writes down what was said is kept among an inbox's credentials. */
export const transcriptionCredential = 'transcriptionKey';
