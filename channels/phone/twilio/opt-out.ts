/** Pure: the words by which somebody wants no more texts, or wants them again. */
import type { InboundMessage } from '../../channel.ts';
import type { Form } from './read-events.ts';
import { isWhatsApp } from './whatsapp.ts';

/** https://help.twilio.com/articles/223134027: what Twilio itself obeys between numbers, whatever anybody else makes of it. */
const stopWords = ['STOP', 'STOPALL', 'UNSUBSCRIBE', 'CANCEL', 'END', 'QUIT', 'REVOKE', 'OPTOUT'];
const startWords = ['START', 'YES', 'UNSTOP'];
/** Where Twilio obeys none, only those count that nobody says by the way. */
const plainStopWords = ['STOP', 'STOPALL', 'UNSUBSCRIBE', 'OPTOUT'];
const plainStartWords = ['START', 'UNSTOP'];

/** A word alone; what stands around it, as in “Stop.”, changes nothing of what is meant. HELP asks for nothing but an answer. */
export function readConsent({ Body = '', OptOutType = '', From = '' }: Form): InboundMessage['consent'] {
  if (OptOutType === 'STOP') return 'stop';
  if (OptOutType === 'START') return 'start';
  const word = Body.normalize('NFKC')
    .replace(/[^\p{L}\p{N}]/gu, '')
    .toUpperCase();
  if (word === '' || Body.trim().split(/\s+/u).length > 1) return undefined;
  const [stop, start] = isWhatsApp(From) ? [plainStopWords, plainStartWords] : [stopWords, startWords];
  if (stop.includes(word)) return 'stop';
  return start.includes(word) ? 'start' : undefined;
}
