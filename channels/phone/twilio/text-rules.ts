/** What Twilio and WhatsApp ask of texts: how they are counted, how long, with which files, and until when. */
import type { MessageTemplate, TextRules } from '../../../shared/model/texting.ts';
import { isWhatsApp } from './whatsapp.ts';

const HOUR_MS = 3_600_000;
const MEGABYTE = 1_048_576;
/** of both, in characters */
export const LONGEST = 1_600;

/** https://www.twilio.com/docs/messaging/guides/accepted-mime-types: carriers take 5 MB with ten files, WhatsApp one file of 16 MB. */
export function textRulesOf(address: string, templates: MessageTemplate[]): TextRules {
  return isWhatsApp(address)
    ? {
        ...{ windowMs: 24 * HOUR_MS, templates, counting: null, longest: LONGEST },
        files: { most: 1, bytes: 16 * MEGABYTE },
      }
    : { windowMs: null, templates: [], counting: 'sms', longest: LONGEST, files: { most: 10, bytes: 5 * MEGABYTE } };
}
