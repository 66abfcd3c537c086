/** Twilio's own browser SDK, unmodified, on the simulated telephone network, with sound both ways. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Browser, chromium } from 'playwright-core';
import twilio from 'twilio';
import { SIMULATOR_FILE, type SimulatorSetUp, simulatorAddressSchema } from '../../channels/phone/simulator/set-up.ts';
import { OUR_NUMBER, startTestApp, type TestApp, testAccount } from '../../channels/phone/simulator/testing.ts';
import { eventually } from '../support/eventually.ts';
import { chromiumPath } from './support/browser.ts';

jest.setTimeout(120_000);

const TOKEN = 'control';
/** Its own ring would be fetched from the internet. */
const SILENCE = 'data:audio/wav;base64,UklGRiYAAABXQVZFZm10IBAAAAABAAEAQB8AAIA+AAACABAAZGF0YQIAAAAAAA==';
const CALLER = '+4915112345678';
let app: TestApp;
let simulator: ChildProcess;
let folder: string;
let url: string;
let browser: Browser;

beforeAll(async () => {
  app = await startTestApp();
  const page = { status: 200, headers: { 'Content-Type': 'text/html' }, body: '<!doctype html><title>Test</title>' };
  app.on('/page', page);
  const sdk = await readFile('node_modules/@twilio/voice-sdk/dist/twilio.min.js', 'utf8');
  app.on('/sdk.js', { status: 200, headers: { 'Content-Type': 'text/javascript' }, body: sdk });
  app.on(
    '/hooks/voice',
    '<Dial><Conference participantLabel="customer" endConferenceOnExit="true" waitUrl="">call</Conference></Dial>',
  );
  // As it is built: the sound's library is not for a process that tests.
  folder = await mkdtemp(join(tmpdir(), 'parley-simulator-'));
  const setUp: SimulatorSetUp = {
    ...{ folder, key: 'test', account: testAccount, controlToken: TOKEN, origins: [app.url], idleMs: 600_000 },
    numbers: [{ number: OUR_NUMBER, hooks: `${app.url}/hooks` }],
    templates: [],
  };
  simulator = spawn(process.execPath, ['dist/channels/phone/simulator/main.js'], {
    stdio: ['ignore', 'ignore', 'inherit'],
    env: { ...process.env, PARLEY_SIMULATOR: JSON.stringify(setUp) },
  });
  url = await eventually(async () => {
    const text = await readFile(join(folder, SIMULATOR_FILE), 'utf8');
    return simulatorAddressSchema.parse(JSON.parse(text)).url;
  }, 60_000);
  browser = await chromium.launch({
    executablePath: chromiumPath,
    args: [
      ...['--no-sandbox', '--use-fake-device-for-media-stream', '--use-fake-ui-for-media-stream'],
      ...['--autoplay-policy=no-user-gesture-required', '--disable-features=WebRtcHideLocalIpsWithMdns'],
    ],
  });
});
afterAll(async () => {
  await browser?.close();
  simulator.kill('SIGTERM');
  await once(simulator, 'exit');
  await app.stop();
  await rm(folder, { recursive: true, force: true });
});

/** In the page: resolves once something was heard. */
const hears = `window.hears = async (stream) => {
  const audio = new Audio(); audio.srcObject = stream; audio.muted = true; await audio.play();
  const context = new AudioContext(); const analyser = context.createAnalyser();
  context.createMediaStreamSource(stream).connect(analyser);
  const samples = new Float32Array(analyser.fftSize);
  for (;;) {
    analyser.getFloatTimeDomainData(samples);
    if (Math.sqrt(samples.reduce((sum, one) => sum + one * one, 0) / samples.length) > 0.005) return true;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
};`;

test('an agent is registered, rung with what the call is about, talks, and hears of the end', async () => {
  const { AccessToken } = twilio.jwt;
  const token = new AccessToken(testAccount.sid, testAccount.apiKeySid, testAccount.apiKeySecret, {
    identity: 'agent-1',
  });
  token.addGrant(new AccessToken.VoiceGrant({ incomingAllow: true }));
  const context = await browser.newContext({ permissions: ['microphone'] });

  const agent = await context.newPage();
  await agent.goto(`${app.url}/page`);
  // The SDK knows only wss; on this machine there is no certificate to have one with.
  await agent.evaluate(`window.WebSocket = class extends WebSocket {
    constructor(address, ...rest) { super(String(address).replace(/^wss:\\/\\/127/, 'ws://127'), ...rest); }
  }; ${hears}`);
  await agent.addScriptTag({ url: `${app.url}/sdk.js` });
  await agent.evaluate(`window.begin = async (token, gateway) => {
    const device = new Twilio.Device(token, { chunderw: gateway, eventgw: gateway, publishEvents: false, logLevel: 'silent', sounds: { incoming: '${SILENCE}' } });
    window.incoming = new Promise((resolve) => device.on('incoming', resolve));
    window.failed = [];
    device.on('error', (error) => window.failed.push(error.code + ' ' + error.message));
    await device.register();
  };`);
  await agent.evaluate(`begin(${JSON.stringify(token.toJwt())}, ${JSON.stringify(new URL(url).host)})`);

  const caller = await context.newPage();
  await caller.goto(`${app.url}/page`);
  await caller.evaluate(hears);
  const { callSid } = (await caller.evaluate(`(async () => {
    const stream = await navigator.mediaDevices.getUserMedia({ audio: true });
    const peer = new RTCPeerConnection();
    window.heard = new Promise((resolve) => peer.addEventListener('track', ({ track }) => resolve(new MediaStream([track]))));
    peer.addTrack(stream.getAudioTracks()[0], stream);
    await peer.setLocalDescription(await peer.createOffer());
    while (peer.iceGatheringState !== 'complete') await new Promise((resolve) => setTimeout(resolve, 20));
    const answer = await fetch('${url}/control/call', { method: 'POST', headers: { authorization: 'Bearer ${TOKEN}', 'content-type': 'application/json' },
      body: JSON.stringify({ from: '${CALLER}', to: '${OUR_NUMBER}', sdp: peer.localDescription.sdp }) });
    const { callSid, sdp } = await answer.json();
    await peer.setRemoteDescription({ type: 'answer', sdp });
    return { callSid };
  })()`)) as { callSid: string };

  const client = twilio(testAccount.sid, testAccount.authToken);
  client.api.baseUrl = url;
  await client.conferences('call').participants.create({
    ...{ from: OUR_NUMBER, to: 'client:agent-1?callId=c1', label: 'leg-1', waitUrl: '' },
  });
  const told = await agent.evaluate(`(async () => {
    const call = await window.incoming;
    window.call = call;
    const opened = new Promise((resolve) => call.on('accept', resolve));
    window.over = new Promise((resolve) => call.on('disconnect', () => resolve('over')));
    call.accept();
    await opened;
    return { from: call.parameters.From, callId: call.customParameters.get('callId') };
  })()`);
  expect(told).toEqual({ from: OUR_NUMBER, callId: 'c1' });
  expect(await agent.evaluate('window.hears(window.call.getRemoteStream())')).toBe(true);
  expect(await caller.evaluate('window.heard.then(window.hears)')).toBe(true);

  await client.calls(callSid).update({ status: 'completed' });
  expect(await agent.evaluate('window.over')).toBe('over');
  expect(await agent.evaluate('window.failed')).toEqual([]);
});
