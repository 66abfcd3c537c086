/** Answers what Twilio asks and takes what it tells: checked, kept, and answered from what is known here, never by asking Twilio. */
import type { CallId, FileId, InboxId, LegId } from '../../../shared/model/ids.ts';
import type { Inbox } from '../../../shared/model/inbox.ts';
import type { Webhook, WebhookAnswer } from '../../channel.ts';
import type { CallEvent, NextStep, VoiceContext } from '../../voice.ts';
import type { Access } from './account.ts';
import { type Addresses, createAddresses, hookNames, nextTurn } from './addresses.ts';
import { holdMusic } from './hold-music.ts';
import {
  type About,
  type Form,
  readArrived,
  readConference,
  readKeys,
  readLeg,
  readRecording,
  readStatus,
  readWaited,
} from './read-events.ts';
import { answerMedia } from './sent-media.ts';
import {
  emptyResponse,
  writeDigits,
  writeHangup,
  writeMusic,
  writePatience,
  writeStep,
  writeWords,
} from './step-twiml.ts';
import { isFromTwilio, readForm } from './verify.ts';

export interface HooksDeps {
  publicUrl: string;
  /** null: no inbox of this channel at Twilio */
  find(inboxId: InboxId): Promise<{ inbox: Inbox; access: Access } | null>;
  voice: Pick<VoiceContext, 'callEvent' | 'stepOf'>;
  /** of texts; answers when they are kept */
  message(inbox: Inbox, access: Access, form: Form): Promise<void>;
  messageStatus(inbox: Inbox, form: Form, query: URLSearchParams): Promise<void>;
  /** one was not signed by the account it is for: nothing else of it is kept */
  refused(inboxId: InboxId): void;
  now(): number;
  bytes(id: FileId): Promise<Buffer | null>;
  log: { warn(fields: object, text: string): void };
}

const ULID = /^[0-7][0-9A-HJKMNP-TV-Z]{25}$/;
const MUSIC_SECONDS = 60;

const xml = (body: string): WebhookAnswer => ({ status: 200, type: 'text/xml; charset=utf-8', body });
const nothing: WebhookAnswer = { status: 204 };
const forbidden: WebhookAnswer = { status: 403 };

export function createHooks(deps: HooksDeps): (webhook: Webhook) => Promise<WebhookAnswer> {
  const { publicUrl, voice, log } = deps;

  return async (webhook) => {
    const [, inboxId = '', name = ''] = webhook.path.split('/');
    if (!ULID.test(inboxId) || !hookNames.some((known) => known === name)) return { status: 404 };
    const query = new URL(webhook.target, 'http://own').searchParams;
    // Anybody may hear it: it is asked for without a signature, and holds nobody's word.
    if (name === 'music') return music();
    const addresses = createAddresses(publicUrl, inboxId as InboxId);
    const found = await deps.find(inboxId as InboxId).catch(() => 'unknown' as const);
    // Without the database nobody can be checked; patience holds no secret either.
    if (found === 'unknown') return isAsking(name) ? patience(addresses, query) : { status: 503 };
    // Signed by us, not by Twilio, which asks for it as for any address on the web.
    if (name === 'media') {
      const { bytes, now } = deps;
      return found ? answerMedia(query, { tokens: found.access.authTokens, bytes, now: now() }) : forbidden;
    }
    const form = readForm(webhook.body);
    if (!found || !isFromTwilio(webhook, form, found.access, publicUrl)) {
      // Whoever guesses addresses leaves nothing behind.
      if (found) deps.refused(found.inbox.id);
      log.warn({ inboxId, hook: name }, 'a webhook was not signed by the account it is for');
      return forbidden;
    }
    try {
      return await answer({ name, form, query, addresses, ...found });
    } catch (error) {
      log.warn({ err: error, inboxId, hook: name }, 'a webhook could not be answered');
      // What only tells is told again; who waits for a document is asked for a little patience.
      return isAsking(name) ? patience(addresses, query) : { status: 503 };
    }
  };

  async function answer(asked: Asked): Promise<WebhookAnswer> {
    const { name, form, query, addresses, inbox } = asked;
    const about = readAbout(inbox.id, query, momentOf(form, deps.now()));
    const tell = async (event: CallEvent | null): Promise<WebhookAnswer> => {
      if (event) await voice.callEvent(event);
      return nothing;
    };
    switch (name) {
      case 'voice':
        return document(asked, 'a.0', await voice.callEvent(readArrived(form, about)));
      case 'keys':
        return document(asked, nextTurn(about.turn), await voice.callEvent(readKeys(form, about)));
      case 'waited':
        return document(asked, nextTurn(about.turn), await voice.callEvent(readWaited(form, about)));
      case 'forwarded': {
        if (form.DialCallStatus === 'completed' || form.DialCallStatus === 'answered') return xml(writeHangup());
        return document(asked, nextTurn(about.turn), await voice.callEvent(readWaited(form, about)));
      }
      case 'after': {
        const now = await voice.stepOf(inbox.id, form.CallSid ?? '');
        // The conference is over and nothing else was said: so is the call.
        return now?.step.do === 'talk' ? xml(writeHangup()) : document(asked, nextTurn(about.turn), now);
      }
      case 'again':
      case 'fallback':
        return again(asked);
      case 'status':
        return tell(readStatus(form, about));
      case 'leg':
        return tell(readLeg(form, about));
      case 'conference':
        return tell(readConference(form, about));
      case 'recording':
        return tell(readRecording(form, about));
      case 'hold':
        return xml(writeMusic(addresses.ask('music')));
      case 'announce':
        return xml(writeWords({ text: query.get('say') ?? '', language: query.get('language') ?? 'en-US' }));
      case 'press':
        return xml(writeDigits((query.get('digits') ?? '').replace(/[^0-9*#w]/g, '')));
      case 'message':
        await deps.message(inbox, asked.access, form);
        return xml(emptyResponse());
      default:
        await deps.messageStatus(inbox, form, query);
        return nothing;
    }
  }

  /** After a failure: whatever the call does now; one that never was told of arrives. */
  async function again(asked: Asked): Promise<WebhookAnswer> {
    const { form, query, inbox } = asked;
    const now =
      (await voice.stepOf(inbox.id, form.CallSid ?? '')) ??
      (form.Direction === 'inbound'
        ? await voice.callEvent(readArrived(form, readAbout(inbox.id, query, deps.now())))
        : null);
    return document(asked, `${form.CallSid}-${deps.now().toString(36)}.0`, now);
  }

  function document({ addresses, form }: Asked, turn: string, next: NextStep | null): WebhookAnswer {
    if (!next) return xml(writeHangup());
    return xml(writeStep(next.step, { addresses, callId: next.callId, turn, externalId: form.CallSid ?? '' }));
  }
}

interface Asked {
  name: string;
  form: Form;
  query: URLSearchParams;
  addresses: Addresses;
  inbox: Inbox;
  access: Access;
}

const asking = ['voice', 'keys', 'waited', 'forwarded', 'after', 'again', 'fallback'];
const isAsking = (name: string): boolean => asking.includes(name);

const patience = (addresses: Addresses, query: URLSearchParams): WebhookAnswer =>
  xml(writePatience({ addresses, tries: Math.max(0, Number(query.get('tries') ?? 0) || 0) }));

function music(): WebhookAnswer {
  const body = holdMusic(MUSIC_SECONDS);
  return { status: 200, type: 'audio/wav', body, headers: { 'Cache-Control': 'public, max-age=86400' } };
}

/** When it happened, as the account's own clock has it, to the second: what was told late did not happen late. */
function momentOf({ Timestamp }: Form, now: number): number {
  const told = Timestamp === undefined ? Number.NaN : Date.parse(Timestamp);
  return Number.isNaN(told) ? now : Math.min(now, told + 999);
}

function readAbout(inboxId: InboxId, query: URLSearchParams, at: number): About {
  const id = <Id extends string>(name: string): Id | null => {
    const text = query.get(name) ?? '';
    return ULID.test(text) ? (text as Id) : null;
  };
  return {
    ...{ inboxId, at, callId: id<CallId>('call'), legId: id<LegId>('leg') },
    customer: /^CA[0-9a-f]{32}$/i.exec(query.get('customer') ?? '')?.[0] ?? null,
    kind: query.get('kind') === 'number' ? 'number' : 'agent',
    purpose: query.get('purpose') === 'voicemail' ? 'voicemail' : 'call',
    turn: (query.get('turn') ?? 'a.0').slice(0, 80),
  };
}
