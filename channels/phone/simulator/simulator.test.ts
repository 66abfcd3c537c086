/** The simulator as the real SDK and a webhook application see it; time is virtual, HTTP is real. */
import twilio from 'twilio';
import {
  OUR_NUMBER,
  startTestApp,
  startTestSimulator,
  type TestApp,
  type TestSimulator,
  testAccount,
} from './testing.ts';

const CALLER = '+4915112345678';
let sim: TestSimulator;
let app: TestApp;
let client: twilio.Twilio;

beforeEach(async () => {
  [sim, app] = await Promise.all([startTestSimulator(), startTestApp()]);
  client = twilio(testAccount.sid, testAccount.authToken);
  client.api.baseUrl = sim.url;
  const [number] = await client.incomingPhoneNumbers.list({ phoneNumber: OUR_NUMBER });
  await client.incomingPhoneNumbers(number?.sid ?? '').update({
    voiceUrl: `${app.url}/voice`,
    voiceFallbackUrl: `${app.url}/fallback`,
    statusCallback: `${app.url}/status`,
    smsUrl: `${app.url}/sms`,
  });
});
afterEach(async () => {
  await sim.stop();
  await app.stop();
});

const ongoing = async (name: string) => {
  const [found] = await client.conferences.list({ friendlyName: name, limit: 1 });
  return client.conferences(found?.sid ?? '');
};
const statusOf = async (sid: string) => (await client.calls(sid).fetch()).status;

it('asks for a document with a form that the SDK finds signed, and carries it out', async () => {
  app.on(
    '/voice',
    '<Gather numDigits="1" timeout="5" action="/keys"><Say>Press 1 &amp; wait</Say></Gather><Say>Nothing</Say>',
  );
  app.on('/keys', '<Hangup/>');
  const { callSid } = await sim.phones.call(CALLER, OUR_NUMBER);
  await sim.clock.pass(200);
  const [hit] = app.at('/voice');
  expect(hit?.form).toMatchObject({
    ...{
      CallSid: callSid,
      AccountSid: testAccount.sid,
      From: CALLER,
      To: OUR_NUMBER,
      Caller: CALLER,
      Called: OUR_NUMBER,
    },
    ...{ CallStatus: 'ringing', Direction: 'inbound', ApiVersion: '2010-04-01' },
  });
  const signature = String(hit?.headers['x-twilio-signature']);
  expect(twilio.validateRequest(testAccount.authToken, signature, hit?.url ?? '', hit?.form ?? {})).toBe(true);
  expect(hit?.headers).toMatchObject({
    'user-agent': 'TwilioProxy/1.1',
    'i-twilio-idempotency-token': expect.any(String),
  });
  expect(sim.captions()).toEqual(['Press 1 & wait']);
  sim.phones.press(callSid, '1');
  await sim.clock.pass(10);
  expect(app.at('/keys')[0]?.form).toMatchObject({ Digits: '1', CallSid: callSid, CallStatus: 'in-progress' });
  expect(await statusOf(callSid)).toBe('completed');
  expect(app.at('/status')[0]?.form).toMatchObject({
    CallStatus: 'completed',
    SequenceNumber: '0',
    CallbackSource: 'call-progress-events',
  });
  expect(sim.warnings()).toEqual([]);
});

it('goes on after keys that never come, and answers a repeated question with the same document', async () => {
  app.on('/voice', '<Gather numDigits="1" timeout="5" action="/keys"/><Say>Nothing came</Say>');
  const { callSid } = await sim.phones.call(CALLER, OUR_NUMBER);
  await sim.clock.pass(4_900);
  expect(sim.captions()).toEqual([]);
  await sim.clock.pass(200);
  expect(sim.captions()).toEqual(['Nothing came']);
  await sim.clock.pass(5_000);
  expect(await statusOf(callSid)).toBe('completed');
});

it('refuses without answering', async () => {
  app.on('/voice', '<Reject reason="busy"/>');
  const { callSid } = await sim.phones.call(CALLER, OUR_NUMBER);
  await sim.clock.pass(10);
  expect(await client.calls(callSid).fetch()).toMatchObject({ status: 'busy', duration: '0' });
});

describe('what goes wrong with documents', () => {
  const cases: [string, Parameters<TestApp['on']>[1], number][] = [
    ['a failure of ours', { status: 500 }, 11_200],
    [
      'XML that is not well formed',
      { status: 200, headers: { 'Content-Type': 'text/xml' }, body: '<Response><Say>' },
      12_100,
    ],
    ['another content type', { status: 200, headers: { 'Content-Type': 'application/json' }, body: '{}' }, 12_300],
    ['another root', { status: 200, headers: { 'Content-Type': 'text/xml' }, body: '<Answer/>' }, 12_102],
  ];
  it.each(cases)('%s leads to the fallback', async (_name, answer, code) => {
    app.on('/voice', answer);
    app.on('/fallback', '<Say>One moment</Say>');
    await sim.phones.call(CALLER, OUR_NUMBER);
    await sim.clock.pass(10);
    expect(sim.warnings()).toEqual([code]);
    expect(app.at('/fallback')[0]?.form).toMatchObject({ ErrorCode: '11200', ErrorUrl: `${app.url}/voice` });
    expect(sim.captions()).toEqual(['One moment']);
  });

  it('an unknown verb is told loudly and left out', async () => {
    app.on('/voice', '<Sing/><Say pitch="high">Hello</Say>');
    await sim.phones.call(CALLER, OUR_NUMBER);
    await sim.clock.pass(10);
    expect(sim.warnings()).toEqual([12_200, 12_200]);
    expect(sim.captions()).toEqual(['Hello']);
  });

  it('without a fallback the caller hears an apology and the end', async () => {
    app.on('/voice', { status: 500 });
    app.on('/fallback', { status: 500 });
    const { callSid } = await sim.phones.call(CALLER, OUR_NUMBER);
    await sim.clock.pass(20_000);
    expect(sim.captions()[0]).toContain('application error');
    expect(await statusOf(callSid)).toBe('completed');
  });

  it('a fallback kept with the network keeps a caller until we are back, in the menu and while they wait for words to end', async () => {
    const patience = sim.bins.keep(
      'patience',
      `<Response><Pause length="5"/><Redirect>${app.url}/again</Redirect></Response>`,
    );
    const [number] = await client.incomingPhoneNumbers.list({ phoneNumber: OUR_NUMBER });
    await client.incomingPhoneNumbers(number?.sid ?? '').update({ voiceFallbackUrl: patience });
    app.on('/voice', '<Gather numDigits="1" timeout="5" action="/keys"><Say>Press 1</Say></Gather>');
    // Music is asked for once the words are said: by then nobody answers.
    app.on(
      '/keys',
      `<Gather timeout="1" action="/keys"><Say>Please wait</Say><Play loop="0">${app.url}/music</Play></Gather><Redirect>/again</Redirect>`,
    );
    for (const path of ['/music', '/again']) app.on(path, { status: 502 });
    const { callSid } = await sim.phones.call(CALLER, OUR_NUMBER);
    await sim.clock.pass(1_000);
    sim.phones.press(callSid, '1');
    await sim.clock.pass(60_000);
    expect(await statusOf(callSid)).toBe('in-progress');
    app.on('/keys', { status: 502 });
    app.on('/again', '<Gather numDigits="1" timeout="5" action="/keys"><Say>Welcome back</Say></Gather>');
    await sim.clock.pass(8_000);
    expect(sim.captions()).toContain('Welcome back');
    sim.phones.press(callSid, '1');
    await sim.clock.pass(1_000);
    expect(await statusOf(callSid)).toBe('in-progress');
  });

  it('a redirect is followed, and what was posted is lost', async () => {
    app.on('/voice', { status: 302, headers: { Location: '/moved' } });
    app.on('/moved', '<Say>Moved</Say>');
    await sim.phones.call(CALLER, OUR_NUMBER);
    await sim.clock.pass(10);
    expect(app.at('/moved')[0]).toMatchObject({ method: 'GET', form: {} });
    expect(sim.captions()).toEqual(['Moved']);
  });

  it('what is not answered in time is a failure, which is not tried again by itself', async () => {
    await sim.stop();
    sim = await startTestSimulator(1, 1_000);
    client.api.baseUrl = sim.url;
    app.on('/slow', (): Promise<never> => new Promise(() => undefined));
    sim.phones.plug(CALLER, 'itself');
    await client.calls.create({ to: CALLER, from: OUR_NUMBER, url: `${app.url}/slow` });
    await sim.clock.pass(10);
    expect(sim.warnings()).toEqual([11_200]);
    expect(app.at('/slow')).toHaveLength(1);
  });

  it('what fails is tried again where the address says so', async () => {
    app.on('/error', { status: 500 });
    sim.phones.plug(CALLER, 'itself');
    await client.calls.create({ to: CALLER, from: OUR_NUMBER, url: `${app.url}/error#rc=2&rp=5xx&tt=15000` });
    await sim.clock.pass(10);
    const tries = app.at('/error');
    expect(tries).toHaveLength(3);
    // The same token on each try, and no fragment in what is signed.
    expect(new Set(tries.map(({ headers }) => headers['i-twilio-idempotency-token'])).size).toBe(1);
    expect(tries[0]?.url).toBe(`${app.url}/error`);
  });
});

describe('a conference', () => {
  const inConference =
    '<Dial action="/after"><Conference participantLabel="customer" endConferenceOnExit="true" beep="false" waitUrl="">call-1</Conference></Dial>';

  async function begin() {
    app.on('/voice', inConference);
    sim.phones.plug('client:agent-1', 'itself');
    const { callSid } = await sim.phones.call(CALLER, OUR_NUMBER);
    await sim.clock.pass(10);
    const agent = await client.conferences('call-1').participants.create({
      ...{ from: OUR_NUMBER, to: 'client:agent-1?callId=c1', label: 'leg-1', timeout: 15, waitUrl: '' },
      statusCallback: `${app.url}/leg`,
      statusCallbackEvent: ['initiated', 'ringing', 'answered', 'completed'],
      endConferenceOnExit: false,
    });
    return { callSid, agentSid: agent.callSid, agent };
  }

  it('is begun by whoever comes first; the browser is rung with its parameters, and events are numbered', async () => {
    const { callSid, agentSid, agent } = await begin();
    expect(agent).toMatchObject({ label: 'leg-1', status: 'ringing', muted: false });
    await sim.clock.pass(100);
    expect(app.at('/leg').map(({ form }) => [form.CallStatus, form.SequenceNumber])).toEqual([
      ['initiated', '0'],
      ['ringing', '1'],
      ['in-progress', '2'],
    ]);
    expect(sim.world.calls.get(agentSid)?.params).toEqual({ callId: 'c1' });
    expect(sim.media.roomOf(callSid)).toBe(sim.media.roomOf(agentSid));
    const [conference] = await client.conferences.list({ friendlyName: 'call-1', status: 'in-progress' });
    const people = await client.conferences(conference?.sid ?? '').participants.list();
    expect(people.map(({ label }) => label)).toEqual(['customer', 'leg-1']);
  });

  it('ends when the customer hangs up, and its participants cannot be asked for any more', async () => {
    const { callSid, agentSid } = await begin();
    await sim.clock.pass(100);
    sim.phones.hangUp(callSid);
    await sim.clock.pass(10);
    expect(await statusOf(agentSid)).toBe('completed');
    expect(app.at('/after')).toHaveLength(1);
    await expect((await ongoing('call-1')).participants('leg-1').fetch()).rejects.toMatchObject({
      status: 404,
      code: 20_404,
    });
    await expect(client.calls(callSid).update({ twiml: '<Response/>' })).rejects.toMatchObject({ code: 21_220 });
  });

  it('tells joins, holds and leaves to the address that came first', async () => {
    sim.phones.plug('client:agent-1', 'itself');
    sim.phones.plug(CALLER, 'itself');
    const events = ['start', 'end', 'join', 'leave', 'mute', 'hold', 'modify'];
    const add = (to: string, label: string, more: object = {}) =>
      client.conferences('call-2').participants.create({
        ...{ from: OUR_NUMBER, to, label, waitUrl: '' },
        ...{ conferenceStatusCallback: `${app.url}/conference`, conferenceStatusCallbackEvent: events, ...more },
      });
    await add('client:agent-1', 'leg-1');
    await sim.clock.pass(10);
    await add(CALLER, 'customer', { endConferenceOnExit: true });
    await sim.clock.pass(10);
    await (await ongoing('call-2'))
      .participants('customer')
      .update({ hold: true, holdUrl: `${app.url}/hold`, holdMethod: 'POST' });
    await (await ongoing('call-2')).participants('customer').update({ hold: false });
    await expect(add('client:agent-1', 'leg-1')).rejects.toMatchObject({ code: 16_025 });
    await (await ongoing('call-2')).participants('leg-1').remove();
    await sim.clock.pass(10);
    const [conference] = await client.conferences.list({ friendlyName: 'call-2' });
    await client.conferences(conference?.sid ?? '').update({ status: 'completed' });
    await sim.clock.pass(10);
    const told = app.at('/conference').map(({ form }) => form);
    const inOrder = [...told].sort((one, other) => Number(one.SequenceNumber) - Number(other.SequenceNumber));
    expect(
      inOrder.map(({ StatusCallbackEvent, ParticipantLabel }) =>
        `${StatusCallbackEvent} ${ParticipantLabel ?? ''}`.trim(),
      ),
    ).toEqual([
      'participant-join leg-1',
      'participant-join customer',
      'conference-start',
      'participant-hold customer',
      'participant-unhold customer',
      'participant-leave leg-1',
      'participant-leave customer',
      'conference-end',
    ]);
    expect(inOrder.at(-1)).toMatchObject({ ReasonConferenceEnded: 'conference-ended-via-api' });
  });

  it('lets somebody be taken out to another document, unless that ends it', async () => {
    const { callSid, agentSid } = await begin();
    await sim.clock.pass(100);
    await (await ongoing('call-1')).participants('customer').update({ endConferenceOnExit: false });
    await client
      .calls(callSid)
      .update({ twiml: '<Response><Say>Back to the queue</Say><Pause length="60"/></Response>' });
    await sim.clock.pass(10);
    expect(sim.captions()).toEqual(['Back to the queue']);
    expect(await statusOf(agentSid)).toBe('in-progress');
    expect(sim.media.roomOf(callSid)).toBeNull();
  });

  it('is told when a browser is not there, and when nobody answers', async () => {
    app.on('/voice', inConference);
    await sim.phones.call(CALLER, OUR_NUMBER);
    await sim.clock.pass(10);
    const nobody = await client
      .conferences('call-1')
      .participants.create({ from: OUR_NUMBER, to: 'client:nobody', label: 'x' });
    const number = await client
      .conferences('call-1')
      .participants.create({ from: OUR_NUMBER, to: '+15005550001', label: 'y', timeout: 20 });
    await sim.clock.pass(19_900);
    expect(await statusOf(nobody.callSid)).toBe('no-answer');
    expect(await statusOf(number.callSid)).toBe('ringing');
    await sim.clock.pass(200);
    expect(await statusOf(number.callSid)).toBe('no-answer');
  });
});

describe('recordings', () => {
  it('of a voicemail: told when it can be had, with the hang-up in between', async () => {
    app.on(
      '/voice',
      '<Say>Speak</Say><Record maxLength="60" timeout="10" action="/done" recordingStatusCallback="/recording" recordingStatusCallbackEvent="in-progress completed absent"/>',
    );
    const { callSid } = await sim.phones.call(CALLER, OUR_NUMBER);
    await sim.clock.pass(8_000);
    sim.phones.hangUp(callSid);
    await sim.clock.pass(1_000);
    expect(app.at('/done')[0]?.form).toMatchObject({
      Digits: 'hangup',
      RecordingUrl: expect.stringContaining('/Recordings/RE'),
    });
    expect(app.at('/recording').map(({ form }) => form.RecordingStatus)).toEqual(['in-progress', 'completed']);
    const [recording] = await client.recordings.list({ callSid });
    expect(recording).toMatchObject({ source: 'RecordVerb', status: 'completed' });
    const sound = await fetch(`${recording?.mediaUrl}.wav`, {
      headers: {
        Authorization: `Basic ${Buffer.from(`${testAccount.sid}:${testAccount.authToken}`).toString('base64')}`,
      },
    });
    expect([sound.status, sound.headers.get('content-type')]).toEqual([200, 'audio/x-wav']);
    expect((await fetch(`${recording?.mediaUrl}.wav`)).status).toBe(401);
  });

  it('of somebody who says nothing: absent', async () => {
    app.on(
      '/voice',
      '<Record timeout="3" action="/done" recordingStatusCallback="/recording" recordingStatusCallbackEvent="completed absent"/>',
    );
    const { callSid } = await sim.phones.call(CALLER, OUR_NUMBER);
    sim.media.loudness(callSid, 0);
    await sim.clock.pass(6_000);
    expect(app.at('/recording').map(({ form }) => form.RecordingStatus)).toEqual(['absent']);
  });

  it('of a call: begun, paused and ended by request', async () => {
    app.on(
      '/voice',
      '<Dial record="record-from-answer-dual" recordingStatusCallback="/recording"><Conference waitUrl="">c</Conference></Dial>',
    );
    const { callSid } = await sim.phones.call(CALLER, OUR_NUMBER);
    await sim.clock.pass(2_000);
    const current = () => client.calls(callSid).recordings('Twilio.CURRENT');
    await current().update({ status: 'paused', pauseBehavior: 'skip' });
    await sim.clock.pass(5_000);
    await current().update({ status: 'in-progress' });
    await sim.clock.pass(1_000);
    sim.phones.hangUp(callSid);
    await sim.clock.pass(1_000);
    expect(app.at('/recording')[0]?.form).toMatchObject({
      RecordingStatus: 'completed',
      RecordingDuration: '3',
      RecordingChannels: '2',
      RecordingSource: 'DialVerb',
    });
  });
});

describe('a queue', () => {
  it('asks for its waiting document again and again, and tells how it was left', async () => {
    app.on('/voice', '<Enqueue waitUrl="/wait" action="/left">support</Enqueue>');
    app.on('/wait', '<Say>Please wait</Say><Pause length="10"/>');
    app.on('/left', '<Say>Goodbye</Say>');
    await sim.phones.call(CALLER, OUR_NUMBER);
    await sim.clock.pass(25_000);
    expect(app.at('/wait').length).toBeGreaterThanOrEqual(2);
    expect(app.at('/wait')[0]?.form).toMatchObject({
      QueuePosition: '1',
      CurrentQueueSize: '1',
      QueueSid: expect.stringMatching(/^QU/),
    });
    app.on('/wait', '<Leave/>');
    await sim.clock.pass(15_000);
    expect(app.at('/left')[0]?.form).toMatchObject({ QueueResult: 'leave' });
  });
});

describe('messages', () => {
  it('go out through their states and come in signed', async () => {
    const message = await client.messages.create({
      from: OUR_NUMBER,
      to: CALLER,
      body: 'Hello',
      statusCallback: `${app.url}/sms-status`,
    });
    expect(message).toMatchObject({ status: 'queued', direction: 'outbound-api', numSegments: '1' });
    await sim.clock.pass(2_000);
    expect(app.at('/sms-status').map(({ form }) => form.MessageStatus)).toEqual(['sent', 'delivered']);
    app.on('/sms', '<Message>Thank you</Message>');
    sim.phones.text(CALLER, OUR_NUMBER, 'A question');
    await sim.clock.pass(10);
    expect(app.at('/sms')[0]?.form).toMatchObject({ Body: 'A question', From: CALLER, NumMedia: '0' });
    expect((await client.messages.list({ to: CALLER })).map(({ body }) => body)).toEqual(['Thank you', 'Hello']);
  });

  it('are refused after STOP, and fail outside the window of WhatsApp', async () => {
    sim.phones.text(CALLER, OUR_NUMBER, ' stop ');
    await expect(client.messages.create({ from: OUR_NUMBER, to: CALLER, body: 'x' })).rejects.toMatchObject({
      code: 21_610,
    });
    const late = await client.messages.create({ from: `whatsapp:${OUR_NUMBER}`, to: `whatsapp:${CALLER}`, body: 'x' });
    await sim.clock.pass(1_000);
    expect(await client.messages(late.sid).fetch()).toMatchObject({ status: 'failed', errorCode: 63_016 });
  });
});

describe('faults', () => {
  it('lose, repeat and reorder what is told, the same way for the same seed', async () => {
    app.on('/voice', '<Pause length="1"/>');
    sim.world.faults.add({ on: 'webhook', path: '/status', do: { kind: 'drop' }, times: 1 });
    sim.world.faults.add({ on: 'webhook', path: '/status', do: { kind: 'duplicate', ms: 500 }, times: 1 });
    await sim.phones.call(CALLER, OUR_NUMBER);
    await sim.clock.pass(2_000);
    expect(app.at('/status')).toHaveLength(0);
    await sim.phones.call(CALLER, OUR_NUMBER);
    await sim.clock.pass(2_000);
    expect(app.at('/status')).toHaveLength(2);
  });

  it('refuse a request before or after it was carried out', async () => {
    const create = () => client.calls.create({ to: CALLER, from: OUR_NUMBER, twiml: '<Response/>' });
    sim.world.faults.add({ on: 'rest', path: 'POST', do: { kind: 'refuse', status: 429, code: 20_429 }, times: 1 });
    await expect(create()).rejects.toMatchObject({ status: 429, code: 20_429 });
    expect(await client.calls.list()).toHaveLength(0);
    sim.world.faults.add({
      on: 'rest',
      path: 'POST',
      do: { kind: 'refuse', status: 500, code: 20_500, after: true },
      times: 1,
    });
    await expect(create()).rejects.toMatchObject({ status: 500 });
    expect(await client.calls.list()).toHaveLength(1);
  });
});

it('pages lists, and lets nobody in without the account', async () => {
  for (let count = 0; count < 5; count++)
    await client.calls.create({ to: CALLER, from: OUR_NUMBER, twiml: '<Response/>' });
  expect(await client.calls.list({ pageSize: 2 })).toHaveLength(5);
  const stranger = twilio(testAccount.sid, 'wrong');
  stranger.api.baseUrl = sim.url;
  await expect(stranger.calls.list()).rejects.toMatchObject({ status: 401, code: 20_003 });
});

it('forgets what was over for a day, and keeps what goes on', async () => {
  app.on('/voice', '<Pause length="100000"/>');
  const { callSid } = await sim.phones.call(CALLER, OUR_NUMBER);
  const over = await sim.phones.call('+4930222222', OUR_NUMBER);
  sim.phones.hangUp(over.callSid);
  sim.phones.text(CALLER, OUR_NUMBER, 'Hello');
  await sim.clock.pass(1_000);
  expect(sim.webhooks.log().length).toBeGreaterThan(0);
  await sim.clock.pass(25 * 3_600_000);
  expect(sim.webhooks.log()).toEqual([]);
  sim.phones.text(CALLER, OUR_NUMBER, 'Again');
  await sim.clock.pass(1_000);
  expect([...sim.world.messages.values()].map(({ body }) => body)).toEqual(['Again']);
  expect([...sim.world.calls.keys()]).toEqual([callSid]);
});
