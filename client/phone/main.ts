/** The handset page: a telephone of the simulated network, its texts, and what the network and Parley say to each other. */
import '@fontsource-variable/inter/wght.css';
import type { SimulatorAccess } from '../../shared/api.ts';
import { showNumber } from '../../shared/show-number.ts';
import { element } from '../ui/element.ts';
import { addCaption, addWarning, addWebhook, bare, empty, showMessage } from './log.ts';
import {
  type Network,
  type NetworkCall,
  type NetworkEvent,
  type NetworkMessage,
  type NetworkWebhook,
  openNetwork,
} from './network.ts';
import { type CallSound, openSound } from './sound.ts';
import { hush, speak } from './speech.ts';
import { fill, language, type Words, words } from './words.ts';

/** Of those that nobody has (Germany, the United Kingdom, the United States). */
const NUMBERS = ['+493023125777', '+442079460958', '+12025550143'];
const WITHHELD = 'anonymous';
const KEYS = ['1', '2', '3', '4', '5', '6', '7', '8', '9', '*', '0', '#'];
const LETTERS: Record<string, string> = {
  ...{ 2: 'ABC', 3: 'DEF', 4: 'GHI', 5: 'JKL', 6: 'MNO', 7: 'PQRS', 8: 'TUV', 9: 'WXYZ', 0: '+' },
};
const AGAIN_MS = 3_000;

const at = <Kind extends HTMLElement = HTMLElement>(id: string): Kind => document.getElementById(id) as Kind;

type Line =
  | { state: 'ready'; last: string | null }
  | { state: 'incoming'; call: NetworkCall }
  | { state: 'calling' | 'ringing' | 'talking'; callSid: string | null; sound: CallSound | null; isMuted: boolean };

const speaker = new Audio();
let line: Line = { state: 'ready', last: null };
let stopWatching: () => void = () => undefined;

const mine = (): string => at<HTMLSelectElement>('me').value;

function follow(scheme: MediaQueryList) {
  document.documentElement.setAttribute('data-mantine-color-scheme', scheme.matches ? 'dark' : 'light');
}

function button(text: string, kind: string, act: () => unknown): HTMLButtonElement {
  const made = element('button', { type: 'button', class: kind }, text);
  made.addEventListener('click', () => void act());
  return made;
}

function draw(network: Network) {
  const { state } = line;
  const text =
    line.state === 'ready'
      ? line.last === null
        ? words.ready
        : (words[`over-${line.last}` as keyof Words] ?? words['over-completed'])
      : line.state === 'incoming'
        ? fill(words.incoming, { from: showNumber(line.call.from) })
        : words[line.state];
  at('state').textContent = text;
  document.body.dataset.line = state;
  const focused = document.activeElement?.closest('#actions') !== null;
  at('actions').replaceChildren(...actionsOf(network));
  if (focused) at('actions').querySelector('button')?.focus();
  for (const key of at('keys').querySelectorAll('button')) key.disabled = state !== 'talking';
  at<HTMLSelectElement>('me').disabled = at<HTMLInputElement>('to').disabled = state !== 'ready';
}

function actionsOf(network: Network): HTMLButtonElement[] {
  if (line.state === 'ready') return [button(words.call, 'go', () => call(network))];
  if (line.state === 'incoming') {
    const { sid } = line.call;
    return [
      button(words.accept, 'go', () => accept(network, sid)),
      button(words.decline, 'stop', () => network.ask('decline', { callSid: sid })),
    ];
  }
  const { sound, isMuted, callSid } = line;
  return [
    button(words.hangUp, 'stop', () => callSid && network.ask('hang-up', { callSid })),
    ...(sound?.hasMicrophone ? [button(isMuted ? words.unmute : words.mute, '', () => mute(network))] : []),
  ];
}

function mute(network: Network) {
  if (line.state === 'ready' || line.state === 'incoming') return;
  line.isMuted = !line.isMuted;
  line.sound?.mute(line.isMuted);
  draw(network);
}

async function begin(
  network: Network,
  callSid: string | null,
  ask: (offer: string) => Promise<{ callSid?: string; sdp: string | null }>,
) {
  at('captions').replaceChildren();
  line = { state: 'calling', callSid, sound: null, isMuted: false };
  draw(network);
  const sound = await openSound(speaker);
  try {
    const answer = await ask(sound.offer);
    line = {
      state: callSid === null ? 'ringing' : 'talking',
      callSid: answer.callSid ?? callSid,
      sound,
      isMuted: false,
    };
    if (answer.sdp !== null) await sound.accept(answer.sdp);
    if (!sound.hasMicrophone) addCaption(at('captions'), words.noMicrophone, true);
  } catch (error) {
    sound.stop();
    line = { state: 'ready', last: 'failed' };
    addCaption(at('captions'), error instanceof Error ? error.message : String(error), true);
  }
  draw(network);
}

const call = (network: Network) =>
  begin(network, null, (sdp) =>
    network.ask('call', { from: mine(), to: at<HTMLInputElement>('to').value.replace(/[\s()./-]/g, ''), sdp }),
  );

const accept = (network: Network, callSid: string) =>
  begin(network, callSid, (sdp) => network.ask('answer', { callSid, sdp }));

function over(network: Network, status: string) {
  if ('sound' in line) line.sound?.stop();
  hush();
  line = { state: 'ready', last: status };
  draw(network);
}

const endings = ['completed', 'busy', 'failed', 'no-answer', 'canceled'];

function take(network: Network, event: NetworkEvent) {
  const own = line.state === 'incoming' ? line.call.sid : 'callSid' in line ? line.callSid : null;
  switch (event.type) {
    case 'ring':
      if (line.state !== 'ready') return void network.ask('decline', { callSid: event.call.sid });
      line = { state: 'incoming', call: event.call };
      return draw(network);
    case 'over':
      return event.callSid === own ? over(network, 'completed') : undefined;
    case 'call': {
      const { sid, status } = event.call;
      if (sid !== own) return;
      if (endings.includes(status)) over(network, status);
      else if (status === 'in-progress' && 'sound' in line) {
        line.state = 'talking';
        draw(network);
      }
      return;
    }
    case 'caption':
      if (event.callSid !== own) return;
      addCaption(at('captions'), event.text, false);
      return at<HTMLInputElement>('speak').checked ? speak(event.text, event.language) : undefined;
    case 'sound': {
      if (event.callSid !== own || event.what === 'silence') return;
      const text = event.what === 'digits' ? fill(words.digits, { digits: event.detail }) : words[event.what];
      return addCaption(at('captions'), `♪ ${text}`, true);
    }
    case 'message':
      if ([event.message.from, event.message.to].map(bare).includes(mine()))
        showMessage(at('messages'), event.message, mine());
      return;
    case 'webhook':
      return addWebhook(at('webhooks'), event.webhook);
    case 'warning':
      return addWarning(at('webhooks'), event.code, event.text);
  }
}

/** Anew with each number: it is another telephone, with texts of its own. */
async function watch(network: Network) {
  stopWatching();
  const number = mine();
  stopWatching = network.watch(
    number === WITHHELD ? null : number,
    (event) => take(network, event),
    (isOpen) => {
      if (!isOpen) at('state').textContent = words.lost;
      else draw(network);
    },
  );
  const state = await network.ask<{ messages: NetworkMessage[]; webhooks: NetworkWebhook[] }>('state');
  empty(at('captions'), words.noCaptions);
  empty(at('messages'), words.noTexts);
  empty(at('webhooks'), words.noWebhooks);
  for (const message of state.messages) take(network, { type: 'message', message });
  for (const webhook of state.webhooks) addWebhook(at('webhooks'), webhook);
}

function prepare(network: Network, ours: string) {
  at<HTMLInputElement>('to').value = showNumber(ours);
  at('me').replaceChildren(
    ...NUMBERS.map((number) => element('option', { value: number }, showNumber(number))),
    element('option', { value: WITHHELD }, words.withheld),
  );
  at('me').addEventListener('change', () => void watch(network));
  at('keys').setAttribute('aria-label', words.keys);
  at('keys').replaceChildren(
    ...KEYS.map((key) => {
      const made = button(key, '', () => {
        if (line.state !== 'talking' || line.callSid === null) return;
        hush();
        return network.ask('press', { callSid: line.callSid, digits: key });
      });
      made.append(element('small', { 'aria-hidden': 'true' }, LETTERS[key] ?? ''));
      return made;
    }),
  );
  at('write').addEventListener('submit', (event) => {
    event.preventDefault();
    const text = at<HTMLInputElement>('text');
    if (text.value.trim() === '' || mine() === WITHHELD) return;
    const way = at<HTMLSelectElement>('way').value;
    void network.ask('text', { from: way + mine(), to: way + ours, body: text.value });
    text.value = '';
  });
}

async function start() {
  document.documentElement.lang = language;
  document.title = `${words.title}, Parley`;
  for (const part of document.querySelectorAll<HTMLElement>('[data-word]')) {
    part.textContent = words[part.dataset.word as keyof Words];
  }
  // Lists that scroll are reached by the keyboard too.
  for (const id of ['captions', 'messages', 'webhooks']) at(id).tabIndex = 0;
  at<HTMLInputElement>('text').placeholder = words.text;
  const scheme = matchMedia('(prefers-color-scheme: dark)');
  follow(scheme);
  scheme.addEventListener('change', () => follow(scheme));
  for (;;) {
    const answer = await fetch('/api/simulator').catch(() => null);
    if (answer?.ok) {
      const access = (await answer.json()) as SimulatorAccess;
      const network = openNetwork(access);
      prepare(network, access.number);
      draw(network);
      await watch(network);
      return;
    }
    const text = answer === null ? words.lost : answer.status === 404 ? words.none : words.forbidden;
    at('state').replaceChildren(text, ' ', element('a', { href: '/' }, words.toConsole));
    await new Promise((resolve) => setTimeout(resolve, AGAIN_MS));
  }
}

void start();
