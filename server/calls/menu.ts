/** The menu as a caller goes through it. Pure; whatever keys are pressed, it comes to an end. */
import type { CallWay } from '../../shared/model/call-menu.ts';
import type { CallId, Id } from '../../shared/model/ids.ts';
import { speakingMs } from '../../shared/speaking-time.ts';
import { command, end, say } from './change.ts';
import type { Call, CallWorld } from './model.ts';
import { stepOf } from './step.ts';
import { wordsOf } from './words.ts';

/** What is said of their place, which is not known yet. */
const PLACE_MS = 3_000;
/** Choices in all: menus may lead to each other. */
const TURNS = 20;

export function beginMenu(call: Call, isOpen: boolean, world: CallWorld): Call {
  const { menu } = call;
  const greeted = { ...call, intro: [menu.greeting] };
  if (!isOpen) return go({ ...call, intro: [menu.greeting, menu.closed.say] }, menu.closed.way, world, false);
  return menu.start === null ? queue(greeted, world) : ask(greeted, menu.start, 0);
}

function ask(call: Call, menu: string, turns: number): Call {
  return { ...call, stage: { kind: 'menu', menu, invalid: 0, turns } };
}

function queue(call: Call, world: CallWorld): Call {
  return nextRound({ ...call, stage: { kind: 'queued', round: 0, place: null, since: world.now } }, world);
}

function go(call: Call, way: CallWay, world: CallWorld, isOpen = true): Call {
  switch (way.to) {
    case 'queue':
      return queue({ ...call, queueId: way.queueId ?? call.queueId }, world);
    case 'menu':
      return ask(call, way.key, call.stage.kind === 'menu' ? call.stage.turns + 1 : 0);
    case 'voicemail':
      return { ...call, stage: { kind: 'voicemail' } };
    case 'forward': {
      const why = world.refuses(way.number);
      // Whoever looked for somebody else finds us: by a message where nobody is there, otherwise in the queue.
      if (why !== null) {
        const told = say(call, world.now, { what: 'not-dialled', to: way.number, why });
        return isOpen ? queue(told, world) : { ...told, stage: { kind: 'voicemail' } };
      }
      return say({ ...call, stage: { kind: 'forwarding', number: way.number } }, world.now, {
        what: 'forwarded',
        to: way.number,
      });
    }
    case 'callback':
      return callBack({ ...call, queueId: way.queueId ?? call.queueId }, world);
    case 'hang-up':
      return end({ ...call, ending: 'turned-away' }, world.now, null, false);
  }
}

/** The place in the queue is kept by the call that will be made. Whoever cannot be called back waits like everybody else. */
function callBack(call: Call, world: CallWorld): Call {
  if (!world.mayCallBack) return call.stage.kind === 'queued' ? call : queue(call, world);
  const asked: Call = {
    ...call,
    callbackId: world.nextLegId() as Id<string> as CallId,
    intro: [wordsOf(call.menu.language).willCallBack],
  };
  return end(say(asked, world.now, { what: 'callback-asked', number: call.fromText }), world.now, null, false);
}

export function chooseByKeys(call: Call, digits: string, world: CallWorld): Call {
  const { stage, menu } = call;
  if (stage.kind === 'queued') {
    return digits === '1' && menu.waiting.offersCallback ? callBack(call, world) : { ...call, intro: [] };
  }
  if (stage.kind !== 'menu') return call;
  const present = menu.menus.find(({ key }) => key === stage.menu);
  const choice = present?.choices.find(({ digit }) => digit === digits);
  const { unclear } = menu;
  if (!present || stage.turns >= TURNS) return queue({ ...call, intro: [] }, world);
  if (!choice && stage.invalid + 1 >= unclear.tries) {
    // A menu counts as a turn, also this way, so that it comes to an end.
    return go({ ...call, intro: [] }, unclear.way, world);
  }
  if (!choice) return { ...call, intro: [unclear.say], stage: { ...stage, invalid: stage.invalid + 1 } };
  return go(say({ ...call, intro: [] }, world.now, { what: 'chose', label: choice.label }), choice.way, world);
}

/** Says when: what is said to whoever waits is said to its end, and music follows. */
export function nextRound(call: Call, world: CallWorld): Call {
  const { stage, menu } = call;
  if (stage.kind !== 'queued') return call;
  const said = stepOf(call, world);
  const spokenMs = said.do === 'wait' ? said.say.reduce((sum, { text }) => sum + speakingMs(text), PLACE_MS) : 0;
  const { everySeconds, maxSeconds } = menu.waiting;
  const regular = world.now + spokenMs + everySeconds * 1_000;
  const longest = maxSeconds === null ? regular : stage.since + maxSeconds * 1_000;
  return { ...call, stage: { ...stage, nextAt: longest > world.now ? Math.min(regular, longest) : regular } };
}

/** Comes by our own clock: a line that had to ask what is next would lose the caller while nobody can answer it. */
export function comeRound(call: Call, world: CallWorld): Call {
  const { stage, menu } = call;
  if (stage.kind !== 'queued' || (stage.nextAt ?? 0) > world.now) return call;
  const round: Call = { ...call, intro: [], stage: { ...stage, round: stage.round + 1 } };
  const next = nextRound(round, world);
  const said = stepOf(next, world);
  // Their place is not known yet.
  const hasWords = menu.waiting.tellsPlace || (said.do === 'wait' && said.say.length > 0);
  return hasWords ? command(next, world.now, { do: 'move' }) : next;
}

/** Nobody came within the longest wait there is: a message instead. */
export function giveUpWaiting(call: Call, { now }: CallWorld): Call {
  const { stage, menu } = call;
  const longest = menu.waiting.maxSeconds;
  if (stage.kind !== 'queued' || longest === null || now - stage.since < longest * 1_000) return call;
  return call.legs.some((leg) => leg.leftAt === null && !leg.dropped)
    ? call
    : command({ ...call, stage: { kind: 'voicemail' } }, now, { do: 'move' });
}
