/** Texts: ours go out through their states and come to a telephone; those of telephones are told to the number they are for. */
import type { Message, MessageMedia } from '../model.ts';
import { parseXml } from '../twiml/parse-xml.ts';
import type { Webhooks } from '../webhooks/webhooks.ts';
import type { World } from '../world.ts';
import { API_VERSION } from './params.ts';

export interface NewMessage {
  from: string;
  to: string;
  body: string;
  media: MessageMedia[];
  statusCallback: string | null;
  direction: Message['direction'];
  /** an approved template, which WhatsApp takes at any time */
  isTemplate?: boolean;
}

/** What the other side makes of it, for tests: as it is, or as a carrier that refuses. */
export interface Fate {
  status: 'delivered' | 'undelivered' | 'failed' | 'read';
  errorCode?: number;
}

export interface Messages {
  /** @throws MessageRefused with Twilio's code */
  send(message: NewMessage): Message;
  /** From a telephone to one of our numbers. */
  receive(message: { from: string; to: string; body: string; media: MessageMedia[]; profileName?: string }): Message;
  /** What becomes of messages to this address from now on. */
  decide(to: string, fate: Fate): void;
}

export class MessageRefused extends Error {
  override readonly name = 'MessageRefused';
  constructor(
    readonly code: number,
    message: string,
  ) {
    super(message);
  }
}

const STEP_MS = 300;
const WINDOW_MS = 24 * 3_600_000;
const LONGEST = 1_600;
/** https://www.twilio.com/docs/messaging/tutorials/advanced-opt-out: the words that Twilio itself obeys */
const stopWords = ['STOP', 'STOPALL', 'UNSUBSCRIBE', 'CANCEL', 'END', 'QUIT', 'REVOKE', 'OPTOUT'];
const startWords = ['START', 'YES', 'UNSTOP'];

export function createMessages(world: World, webhooks: Webhooks): Messages {
  const { clock, messages, account } = world;
  const optedOut = new Set<string>();
  const lastInbound = new Map<string, number>();
  const fates = new Map<string, Fate>();
  const pair = (ours: string, theirs: string) => `${ours} ${theirs}`;
  const isWhatsApp = (address: string) => address.startsWith('whatsapp:');

  function make(from: Omit<NewMessage, 'isTemplate'>, status: string): Message {
    const now = clock.now();
    const message: Message = {
      ...{ sid: world.sid(from.media.length > 0 ? 'MM' : 'SM'), status, errorCode: null },
      ...{ from: from.from, to: from.to, body: from.body, direction: from.direction, media: from.media },
      ...{ statusCallback: from.statusCallback, createdAt: now, updatedAt: now, sentAt: null },
    };
    messages.set(message.sid, message);
    world.tell({ type: 'message', message: { ...message } });
    return message;
  }

  function change(message: Message, status: string, errorCode?: number) {
    message.status = status;
    message.updatedAt = clock.now();
    if (status === 'sent') message.sentAt = clock.now();
    if (errorCode !== undefined) message.errorCode = errorCode;
    world.tell({ type: 'message', message: { ...message } });
    if (message.statusCallback === null) return;
    webhooks.tell(message.statusCallback, 'POST', {
      MessageSid: message.sid,
      SmsSid: message.sid,
      MessageStatus: status,
      SmsStatus: status,
      From: message.from,
      To: message.to,
      AccountSid: account.sid,
      ApiVersion: API_VERSION,
      ...(errorCode !== undefined && { ErrorCode: String(errorCode) }),
    });
  }

  function carry(message: Message, isTemplate: boolean) {
    const { from, to } = message;
    const since = lastInbound.get(pair(from, to));
    const isLate = isWhatsApp(to) && !isTemplate && (since === undefined || clock.now() - since > WINDOW_MS);
    const fate = isLate ? { status: 'failed' as const, errorCode: 63_016 } : (fates.get(to) ?? { status: 'delivered' });
    const steps: [string, number?][] =
      fate.status === 'failed'
        ? [['failed', fate.errorCode ?? 30_008]]
        : [['sent'], fate.status === 'undelivered' ? ['undelivered', fate.errorCode ?? 30_003] : ['delivered']];
    if (fate.status === 'read') steps.push(['read']);
    let wait = 0;
    for (const [status, code] of steps) {
      wait += STEP_MS;
      clock.after(wait, () => change(message, status, code));
    }
  }

  function send({ isTemplate = false, ...from }: NewMessage): Message {
    if (!/^(whatsapp:)?\+[1-9]\d{6,14}$/.test(from.to))
      throw new MessageRefused(21_211, `Invalid 'To' Phone Number: ${from.to}`);
    if (!world.numbers.has(from.from.replace(/^whatsapp:/, ''))) {
      throw new MessageRefused(
        21_606,
        `The 'From' phone number provided (${from.from}) is not a valid message-capable number for this account.`,
      );
    }
    if (from.body === '' && from.media.length === 0 && !isTemplate)
      throw new MessageRefused(21_602, 'Message body is required.');
    if (from.body.length > LONGEST)
      throw new MessageRefused(21_617, 'The concatenated message body exceeds the 1600 character limit');
    if (optedOut.has(pair(from.from, from.to)))
      throw new MessageRefused(21_610, 'Attempt to send to unsubscribed recipient');
    const message = make(from, 'queued');
    carry(message, isTemplate);
    return message;
  }

  async function tellNumber(message: Message, profileName: string | undefined) {
    const number = world.numbers.get(message.to.replace(/^whatsapp:/, ''));
    if (!number?.smsUrl) return;
    const whatsApp = isWhatsApp(message.from);
    const params: Record<string, string> = {
      ...{ MessageSid: message.sid, SmsSid: message.sid, SmsMessageSid: message.sid, AccountSid: account.sid },
      ...{ From: message.from, To: message.to, Body: message.body, ApiVersion: API_VERSION, SmsStatus: 'received' },
      NumMedia: String(message.media.length),
      NumSegments: String(Math.max(1, Math.ceil(message.body.length / 153))),
      ...(whatsApp && { ProfileName: profileName ?? 'A customer', WaId: message.from.replace(/\D/g, '') }),
    };
    for (const [index, { contentType, sid }] of message.media.entries()) {
      params[`MediaContentType${index}`] = contentType;
      params[`MediaUrl${index}`] =
        `${world.baseUrl()}/2010-04-01/Accounts/${account.sid}/Messages/${message.sid}/Media/${sid}`;
    }
    const found =
      (await webhooks.ask(number.smsUrl, number.smsMethod, params)) ??
      (number.smsFallbackUrl ? await webhooks.ask(number.smsFallbackUrl, 'POST', params) : null);
    if (!found || !/xml$/.test(found.contentType)) return;
    for (const verb of parseXml(found.body.toString('utf8')).children) {
      const body = verb.children.find(({ name }) => name === 'Body')?.text ?? verb.text;
      if (verb.name !== 'Message' && verb.name !== 'Sms')
        world.warn(12_200, `<${verb.name}> is not known`, number.smsUrl);
      else
        send({
          from: message.to,
          to: message.from,
          body,
          media: [],
          statusCallback: null,
          direction: 'outbound-reply',
        });
    }
  }

  return {
    send,
    receive({ profileName, ...from }) {
      const key = pair(from.to, from.from);
      const message = make({ ...from, statusCallback: null, direction: 'inbound' }, 'received');
      lastInbound.set(key, clock.now());
      const word = from.body.trim().toUpperCase();
      if (!isWhatsApp(from.from) && stopWords.includes(word)) optedOut.add(key);
      if (startWords.includes(word)) optedOut.delete(key);
      world.track(tellNumber(message, profileName));
      return message;
    },
    decide: (to, fate) => void fates.set(to, fate),
  };
}
