/** The voice port at Twilio: one conference per call, participants labelled by our ids, commands that may be repeated. */
import type { ReadableStream as WebStream } from 'node:stream/web';
import type twilio from 'twilio';
import type { CallId, LegId, UserId } from '../../../shared/model/ids.ts';
import type { Inbox } from '../../../shared/model/inbox.ts';
import type { CallRef, CommandResult, NewLeg, VoiceContext, VoiceProvider } from '../../voice.ts';
import { type Access, apiRoot, basicAuth, createClient } from './account.ts';
import { type Addresses, createAddresses } from './addresses.ts';
import { carryOut, isUncertain, readRefusal } from './command.ts';
import { type Conferences, createConferences } from './conferences.ts';
import { readLive } from './live.ts';
import { CUSTOMER } from './read-events.ts';
import { LARGEST_RECORDING, readSound } from './read-sound.ts';
import { sdk } from './sdk.ts';
import { conferenceEvents, type StepContext, writeStep } from './step-twiml.ts';

export interface ProviderDeps {
  publicUrl: string;
  /** of the simulator; null: Twilio itself */
  apiBaseUrl: string | null;
  access(inbox: Inbox): Promise<Access>;
  voice: Pick<VoiceContext, 'callEvent' | 'keepRecording'>;
  now(): number;
}

/** Longer ones are fetched from us instead. */
const LONGEST_INLINE = 4_000;
const TOKEN_SECONDS = 3_600;
/** A call of some hours over a slow line. */
const FETCH_MS = 10 * 60_000;
const RECORDING = /^RE[0-9a-f]{32}$/i;

interface Line {
  access: Access;
  client: twilio.Twilio;
  conferences: Conferences;
  addresses: Addresses;
}

export function createTwilioProvider(deps: ProviderDeps, inbox: Inbox): VoiceProvider {
  const { publicUrl, apiBaseUrl, now } = deps;
  const addresses = createAddresses(publicUrl, inbox.id);
  let kept: (Line & { token: string }) | null = null;

  /** Anew when an admin changed the account. */
  async function line(): Promise<Line> {
    const access = await deps.access(inbox);
    const token = `${access.account.accountSid} ${access.authTokens[0]}`;
    if (kept?.token === token) return { ...kept, access };
    const client = createClient(access, apiBaseUrl);
    kept = { ...{ access, client, addresses, token }, conferences: createConferences(client) };
    return kept;
  }

  const command = (work: (line: Line) => Promise<CommandResult>): Promise<CommandResult> =>
    carryOut(async () => work(await line()));

  return {
    begin: (call, leg) => command((to) => begin(to, call, leg)),
    drop: (call, legId) => command((to) => drop(to, call, legId)),
    move: (call, step) =>
      command(async (to) => {
        const { externalId, callId } = call;
        if (externalId === null) return { state: 'gone' };
        // A repeat, by a server that does not know that it was done, would take them out for a moment, and the conference ends with them.
        if (step.do === 'talk' && (await to.conferences.participant(callId, CUSTOMER))) return { state: 'done' };
        const context: StepContext = { addresses, callId, externalId, turn: `${now().toString(36)}${chance()}.0` };
        const twiml = writeStep(step, context);
        // Or the conference would end with it, and everybody else in it.
        if (step.do !== 'talk') await keepOthers(to, callId);
        await to.client
          .calls(externalId)
          .update(twiml.length <= LONGEST_INLINE ? { twiml } : { url: addresses.ask('again'), method: 'POST' });
        return { state: 'done' };
      }),
    set: (call, leg, change) =>
      command(async (to) => {
        const one = await to.conferences.participant(call.callId, leg);
        if (!one) return { state: 'gone' };
        const { as } = change;
        const coached = as?.mode === 'coach' ? await to.conferences.participant(call.callId, as.coachOf) : null;
        if (as?.mode === 'coach' && !coached) return { state: 'gone' };
        const muted = change.muted ?? (as && as.mode === 'listen');
        await to.client
          .conferences(one.conferenceSid)
          .participants(one.callSid)
          .update({
            ...(muted !== undefined && { muted }),
            ...(change.held !== undefined && { hold: change.held, holdUrl: addresses.ask('hold'), holdMethod: 'POST' }),
            ...(as && { coaching: as.mode === 'coach' }),
            ...(coached && { callSidToCoach: coached.callSid }),
          });
        return { state: 'done' };
      }),
    press: (call, legId, digits) =>
      command(async (to) => {
        const sid = await to.conferences.sidOf(call.callId);
        if (sid === null) return { state: 'gone' };
        const others = await to.client.conferences(sid).participants.list({ limit: 50 });
        if (!others.some(({ label }) => label === legId)) return { state: 'gone' };
        const announceUrl = addresses.ask('press', { digits });
        for (const { callSid, label } of others) {
          if (label === legId) continue;
          await to.client.conferences(sid).participants(callSid).update({ announceUrl, announceMethod: 'POST' });
        }
        return { state: 'done' };
      }),
    announce: (call, say) =>
      command(async (to) => {
        const sid = await to.conferences.sidOf(call.callId);
        if (sid === null) return { state: 'gone' };
        for (const { text, language } of say) {
          const announceUrl = addresses.ask('announce', { say: text, language });
          await to.client.conferences(sid).update({ announceUrl, announceMethod: 'POST' });
        }
        return { state: 'done' };
      }),
    record: (call, what) => command((to) => record(to, call, what)),
    end: (call) =>
      command(async (to) => {
        const sid = await to.conferences.sidOf(call.callId);
        const ended: CommandResult = sid === null ? { state: 'gone' } : { state: 'done' };
        if (sid !== null) await ignoreGone(to.client.conferences(sid).update({ status: 'completed' }));
        if (call.externalId === null) return ended;
        await to.client.calls(call.externalId).update({ status: 'completed' });
        return { state: 'done' };
      }),
    async fetchRecording(call, recordingId) {
      const { access } = await line();
      if (!RECORDING.test(recordingId)) throw new Error(`${recordingId} is no recording.`);
      // Never from an address that a request named.
      const answer = await fetch(`${apiRoot(access, apiBaseUrl)}/Recordings/${recordingId}.wav`, {
        headers: { Authorization: basicAuth(access) },
        signal: AbortSignal.timeout(FETCH_MS),
        // Its own sound storage is where a real account sends us, without our token.
        redirect: 'follow',
      });
      const isTooLarge = Number(answer.headers.get('content-length')) > LARGEST_RECORDING;
      if (!answer.ok || isTooLarge || answer.body === null) {
        // What is not read would hold its connection.
        await answer.body?.cancel();
        if (isTooLarge) throw new Error('The recording is too large.');
        if (answer.ok || answer.status === 404) return null;
        throw new Error(`The recording was answered with ${answer.status}.`);
      }
      const name = `${call.callId}.wav`;
      const { id, size } = await deps.voice.keepRecording(
        call.inbox.id,
        readSound(answer.body as WebStream<Uint8Array>),
        name,
      );
      return { id, name, type: 'audio/wav', size };
    },
    deleteRecording: (_call, recordingId) =>
      command(async ({ client }) => {
        if (!RECORDING.test(recordingId)) return { state: 'gone' };
        await client.recordings(recordingId).remove();
        return { state: 'done' };
      }),
    async live() {
      const { client, access } = await line();
      return readLive(client, access.account.number);
    },
    async grant(_inbox, userId) {
      const { access } = await line();
      return grant(access, userId);
    },
  };

  async function begin({ client, conferences }: Line, call: CallRef, leg: NewLeg): Promise<CommandResult> {
    const { callId } = call;
    const already = await conferences.participant(callId, leg.legId);
    if (already) return { state: 'done', externalId: already.callSid };
    const { to, as } = leg;
    const coached = as.mode === 'coach' ? await conferences.participant(callId, as.coachOf) : null;
    if (as.mode === 'coach' && !coached) return { state: 'gone' };
    const isCustomer = to.kind === 'number' && to.isCustomer;
    const customer = call.externalId ?? undefined;
    const about = { call: callId, leg: leg.legId, kind: to.kind, ...(customer && { customer }) };
    const { account } = (await line()).access;
    try {
      const made = await client.conferences(callId).participants.create({
        to: to.kind === 'agent' ? agentAddress(to.userId, { ...to.params, callId, legId: leg.legId }) : to.number,
        from: to.kind === 'agent' ? account.number : to.callerId,
        ...{ label: leg.legId, timeout: leg.ringSeconds, beep: 'false', startConferenceOnEnter: true },
        // Somebody outside hears music while they are alone; an agent needs none.
        waitUrl: to.kind === 'agent' ? '' : addresses.ask('hold'),
        endConferenceOnExit: isCustomer,
        earlyMedia: true,
        ...(as.mode === 'listen' && { muted: true }),
        ...(coached && { coaching: true, callSidToCoach: coached.callSid }),
        statusCallback: addresses.tell('leg', about),
        statusCallbackEvent: ['initiated', 'ringing', 'answered', 'completed'],
        conferenceStatusCallback: addresses.tell('conference', { call: callId, ...(customer && { customer }) }),
        conferenceStatusCallbackEvent: conferenceEvents,
      });
      conferences.learn(callId, made.conferenceSid);
      return { state: 'done', externalId: made.callSid };
    } catch (error) {
      // There is no key to repeat a call under: whether it was begun after all is looked up.
      const made = isUncertain(error) ? await conferences.participant(callId, leg.legId).catch(() => null) : null;
      return made ? { state: 'done', externalId: made.callSid } : readRefusal(error as object);
    }
  }

  async function drop({ client, conferences }: Line, { callId }: CallRef, legId: LegId): Promise<CommandResult> {
    const one = await conferences.participant(callId, legId);
    if (!one) return { state: 'gone' };
    if (one.status === 'connected') await client.conferences(one.conferenceSid).participants(one.callSid).remove();
    // One that is answered in this moment is not canceled by this, but ended.
    else await client.calls(one.callSid).update({ status: 'completed' });
    return { state: 'done' };
  }

  async function keepOthers({ client, conferences }: Line, callId: CallId): Promise<void> {
    const one = await conferences.participant(callId, CUSTOMER);
    if (!one?.endConferenceOnExit) return;
    await ignoreGone(
      client.conferences(one.conferenceSid).participants(one.callSid).update({ endConferenceOnExit: false }),
    );
  }

  async function record(
    { client }: Line,
    call: CallRef,
    what: 'start' | 'pause' | 'resume' | 'stop',
  ): Promise<CommandResult> {
    const { externalId, callId } = call;
    if (externalId === null) return { state: 'gone' };
    const { recordings } = client.calls(externalId);
    if (what === 'start') {
      const made = await recordings.create({
        recordingChannels: 'dual',
        recordingStatusCallback: addresses.tell('recording', { call: callId, customer: externalId, purpose: 'call' }),
        recordingStatusCallbackEvent: ['in-progress', 'completed', 'absent'],
      });
      return { state: 'done', externalId: made.sid };
    }
    const status = { pause: 'paused', resume: 'in-progress', stop: 'stopped' } as const;
    const { sid } = await recordings('Twilio.CURRENT').update({
      status: status[what],
      // What is said meanwhile is not even there as silence of the right length.
      ...(what === 'pause' && { pauseBehavior: 'skip' }),
    });
    if (what !== 'stop') {
      // Twilio tells nobody of this, so we do.
      const state = what === 'pause' ? 'paused' : 'resumed';
      const at = now();
      await deps.voice.callEvent({
        ...{ inboxId: inbox.id, callId, externalId, at, key: `recording:${sid}:${state}:${at}` },
        ...{ type: 'recording', purpose: 'call', recordingId: sid, state },
      });
    }
    return { state: 'done', externalId: sid };
  }

  function grant({ account, apiKeySecret }: Access, userId: UserId): ReturnType<VoiceProvider['grant']> {
    if (apiKeySecret === null || account.apiKeySid === '') {
      return Promise.reject(new Error('The account has no API key to sign access tokens with.'));
    }
    const { AccessToken } = sdk().jwt;
    const token = new AccessToken(account.accountSid, account.apiKeySid, apiKeySecret, {
      ...{ identity: userId, ttl: TOKEN_SECONDS },
    });
    token.addGrant(new AccessToken.VoiceGrant({ incomingAllow: true }));
    return Promise.resolve({
      ...{ provider: 'twilio', token: token.toJwt(), expiresAt: now() + TOKEN_SECONDS * 1_000 },
      ...(apiBaseUrl !== null && { gateway: new URL(apiBaseUrl).host }),
      simulated: apiBaseUrl !== null,
    });
  }
}

/** With what the agent's browser is told of the call that rings there: by our ids it knows which one it is. */
function agentAddress(userId: UserId, params: Record<string, string>): string {
  return `client:${userId}?${new URLSearchParams(params)}`;
}

async function ignoreGone(work: Promise<unknown>): Promise<void> {
  await work.catch((error: unknown) => {
    if (readRefusal(error as object).state !== 'gone') throw error;
  });
}

const chance = (): string => Math.random().toString(36).slice(2, 8);
