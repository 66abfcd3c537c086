/** An inbox's account at Twilio, without its secrets: those are credentials named below, encrypted at rest. */
import { z } from 'zod';

export const e164Schema = z.string().regex(/^\+[1-9]\d{6,14}$/, 'a number such as +493511234567');

export const twilioAccountSchema = z.object({
  accountSid: z.string().regex(/^AC[0-9a-f]{32}$/i, 'begins with AC and has 34 characters'),
  /** key that browsers' access tokens are signed with; '' while nobody talks in a browser */
  apiKeySid: z.union([z.literal(''), z.string().regex(/^SK[0-9a-f]{32}$/i, 'begins with SK and has 34 characters')]),
  /** ours, which customers call and see */
  number: e164Schema,
});
export type TwilioAccount = z.infer<typeof twilioAccountSchema>;

export const twilioCredentials = ['authToken', 'secondaryAuthToken', 'apiKeySecret'] as const;
