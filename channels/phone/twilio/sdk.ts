/** Twilio's SDK, loaded when it is first needed: it is a thousand files, and a start without a number of Twilio's needs none of them. */
import { createRequire } from 'node:module';
import type twilio from 'twilio';

const load = createRequire(import.meta.url);
let loaded: typeof twilio | null = null;

export function sdk(): typeof twilio {
  loaded ??= load('twilio') as typeof twilio;
  return loaded;
}
