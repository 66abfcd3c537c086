/** Settings of a phone inbox: who carries its calls, and what may be dialled from it. */
import { z } from 'zod';
import { callMenuSchema } from './call-menu.ts';
import {
  callbackPolicySchema,
  dialLimitsSchema,
  recordingPolicySchema,
  usualCallbackPolicy,
  usualDialLimits,
  usualRecordingPolicy,
} from './phone-policy.ts';
import { messageTemplateSchema } from './texting.ts';
import { twilioAccountSchema } from './twilio-account.ts';

const countrySchema = z.string().regex(/^[A-Z]{2}$/, 'two letters, as in DE');

const common = {
  /** ISO 3166: what a number without its country is taken for */
  country: countrySchema,
  /** may be dialled besides the own country */
  allowedCountries: z.array(countrySchema).max(250),
  /** null: the usual words, then the queue */
  menu: callMenuSchema.nullable(),
  limits: dialLimitsSchema.default(usualDialLimits),
  callbacks: callbackPolicySchema.default(usualCallbackPolicy),
  recordings: recordingPolicySchema.default(usualRecordingPolicy),
};

export const phoneSettingsSchema = z.discriminatedUnion('provider', [
  /** the built-in phone system: calls from browsers, no number */
  z.object({ provider: z.literal('softswitch'), ...common }),
  /** an account at Twilio, with a number of its own */
  z.object({
    provider: z.literal('twilio'),
    account: twilioAccountSchema,
    templates: z.array(messageTemplateSchema).max(100).default([]),
    ...common,
  }),
]);
export type PhoneSettings = z.infer<typeof phoneSettingsSchema>;
/** What was left out is as it usually is. */
export type GivenPhoneSettings = z.input<typeof phoneSettingsSchema>;
