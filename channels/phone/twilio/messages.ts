/** Texts by SMS and WhatsApp: what comes in, what goes out, and what became of it. */

import type { Inbox } from '../../../shared/model/inbox.ts';
import type { DeliveryCode } from '../../../shared/model/letter.ts';
import type { ChannelContext, IdentityRef, InboundMessage, Outbound, SendResult } from '../../channel.ts';
import { type Access, createClient } from './account.ts';
import type { Addresses } from './addresses.ts';
import { readRefusal } from './command.ts';
import { fetchMedia } from './media.ts';
import { readConsent } from './opt-out.ts';
import { callerOf, type Form } from './read-events.ts';
import { mayTakeText } from './text-flood.ts';
import { LONGEST } from './text-rules.ts';
import { isWhatsApp, WHATSAPP } from './whatsapp.ts';

/** A number of WhatsApp is another address than the same number for texts: who has it proved it elsewhere. */
export function senderOf(from: string): IdentityRef | null {
  if (!isWhatsApp(from)) return callerOf(from);
  return /^whatsapp:\+[1-9]\d{6,14}$/.test(from) ? { kind: 'external', value: from } : null;
}

type Keeper = Pick<ChannelContext, 'ingest' | 'keep' | 'now' | 'state' | 'log'>;

export async function takeMessage(
  inbox: Inbox,
  access: Access,
  form: Form,
  ctx: Keeper & { apiBaseUrl: string | null },
): Promise<void> {
  const identity = senderOf(form.From ?? '');
  const { MessageSid: key = '' } = form;
  // From nobody who could be answered: short codes, services, withheld.
  if (!identity || !/^[SM]M[0-9a-f]{32}$/i.test(key)) return;
  const { ingest, keep, now, apiBaseUrl } = ctx;
  const consent = readConsent(form);
  // Whoever says stop is heard, however much they wrote before.
  if (consent === undefined && !(await mayTakeText(inbox, identity, key, ctx))) {
    ctx.log.warn(
      { inboxId: inbox.id, messageSid: key },
      'a text was not taken: too many came from there within an hour',
    );
    return;
  }
  const media = await fetchMedia(form, access, apiBaseUrl);
  const files: InboundMessage['files'] = [];
  const lost: string[] = [];
  for (const { name, bytes } of media) {
    if (bytes) files.push(await keep(inbox.id, bytes, name));
    else lost.push(`[${name}]`);
  }
  const text = [readText(form), ...lost].filter((part) => part !== '').join('\n');
  await ingest({
    ...(consent && { consent }),
    ...{ type: 'message', inboxId: inbox.id, key, identity, at: now(), conversationId: null },
    ...{ text, files, form: [], context: {}, left: false },
    claimed: form.ProfileName ? { name: form.ProfileName.slice(0, 120) } : {},
  });
}

/** The words, the button that was pressed, or the place that was sent. */
function readText({ Body = '', ButtonText, Latitude, Longitude, Address = '', Label = '' }: Form): string {
  const place =
    Latitude && Longitude ? `${[Label, Address].filter(Boolean).join(', ')} (${Latitude}, ${Longitude})` : '';
  return [Body || (ButtonText ?? ''), place.trim()].filter((part) => part !== '').join('\n');
}

export async function sendMessage(
  outbound: Outbound,
  access: Access,
  deps: { apiBaseUrl: string | null; addresses: Addresses; mediaUrls: string[] },
): Promise<SendResult> {
  const { identity, text, entryId, template } = outbound;
  if (text.length > LONGEST) {
    return { state: 'failed', retryable: false, reason: `Longer than ${LONGEST} characters`, code: 'too-large' };
  }
  const from = (isWhatsApp(identity.value) ? WHATSAPP : '') + access.account.number;
  try {
    const made = await createClient(access, deps.apiBaseUrl).messages.create({
      ...{ to: identity.value, from },
      ...(template
        ? { contentSid: template.id, contentVariables: JSON.stringify(template.values) }
        : text.trim() !== '' && { body: text }),
      ...(deps.mediaUrls.length > 0 && { mediaUrl: deps.mediaUrls }),
      statusCallback: deps.addresses.tell('message-status', { entry: entryId }),
    });
    return { state: 'sent', externalId: made.sid };
  } catch (error) {
    const { status, code } = error as { status?: number; code?: number };
    const refused = readRefusal(error as object);
    const reason = refused.state === 'failed' ? refused.reason : 'Twilio knows nothing of it';
    // No answer at all: it may be on its way, so it is not sent twice.
    if (status === undefined) return { state: 'unknown', reason, code: 'timed-out' };
    const retryAfter = refused.state === 'failed' ? refused.retryAfterMs : undefined;
    const retryable = status === 429 || status >= 500;
    return { state: 'failed', retryable, reason, code: codeOf(code), ...(retryAfter !== undefined && { retryAfter }) };
  }
}

/** https://www.twilio.com/docs/api/errors */
export function codeOf(code: number | undefined): DeliveryCode {
  switch (code) {
    case 21_211:
    case 21_214:
    case 21_614:
    case 30_005:
    case 30_006:
    case 63_003:
    case 63_024:
      return 'no-such-address';
    case 21_610:
      return 'opted-out';
    case 63_016:
      return 'too-late';
    case 30_007:
    case 63_018:
      return 'refused-as-spam';
    case 21_617:
    case 21_623:
    case 30_019:
    case 63_019:
    case 63_021:
      return 'too-large';
    case 20_003:
    case 30_002:
      return 'sign-in-refused';
    case 20_429:
    case 30_001:
    case 63_038:
      return 'not-now';
    case 30_003:
    case 30_004:
    case 30_008:
      return 'unreachable';
    case 21_408:
    case 21_612:
      return 'recipients-refused';
    default:
      return 'other';
  }
}
