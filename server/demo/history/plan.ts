/** Plans the demo company's last day: who comes when with what, and how it goes. Pure: the same seed and end give the same day. */
import { type Chance, drawFrom } from '../chance.ts';
import { type DemoCustomer, demoCustomers } from '../customers.ts';
import { type Dialogue, dialogues, leftMessages } from '../dialogues.ts';
import type { ChatTeam } from '../people.ts';

const MINUTE = 60_000;
const HALF_HOUR = 30 * MINUTE;
const HOUR = 60 * MINUTE;
/** from the first shift to the end */
export const DAY = 26 * HOUR;

/** How a visit goes on once it was answered; `left`: nobody was there and a message waits. */
export type Fate = 'done' | 'rated' | 'snoozed' | 'passed-on' | 'gives-up' | 'left';

export interface Visit {
  /** ms since 1970 */
  at: number;
  team: ChatTeam;
  customer: DemoCustomer;
  topic: string;
  lines: readonly string[];
  tag: string;
  disposition: string;
  fate: Fate;
  isUrgent: boolean;
}

export interface Shift {
  email: string;
  from: number;
  to: number;
  break: { from: number; to: number; reason: string };
}

/** Two shifts, yesterday and today as seen from the end, so that the day is lively whatever time it is. */
export function planShifts(end: number): Shift[] {
  const people: readonly [email: string, startsEarlier: number, break_: string][] = [
    ['maya@parley.example', 0, 'Lunch'],
    ['ben@parley.example', 20, 'Lunch'],
    ['priya@parley.example', 45, 'Coaching'],
    ['noor@parley.example', 10, 'Lunch'],
    ['tomas@parley.example', 70, 'Break'],
  ];
  return people.flatMap(([email, minutes, reason]) =>
    [end - DAY, end - 9 * HOUR].map((start, index) => {
      const from = start + minutes * MINUTE;
      const lunch = from + (3 * HOUR + minutes * MINUTE);
      const to = index === 0 ? from + 8 * HOUR : end - HALF_HOUR;
      return { email, from, to, break: { from: lunch, to: lunch + 25 * MINUTE, reason } };
    }),
  );
}

export function planVisits(end: number, seed: number): Visit[] {
  const chance = drawFrom(seed);
  const visits: Visit[] = [];
  for (const [from, to] of [
    [end - DAY + 80 * MINUTE, end - DAY + 8 * HOUR],
    [end - 7.5 * HOUR, end - HOUR],
  ] as const) {
    // Customers come on their own, so the pauses between them are exponential; the middle of a shift is busiest.
    for (let at = from; at < to; ) {
      const busy = 0.6 + Math.sin(((at - from) / (to - from)) * Math.PI);
      at += Math.round((-Math.log(1 - chance.draw()) * 13 * MINUTE) / busy);
      if (at < to) visits.push(planVisit(at, chance));
    }
  }
  return [...visits, ...planLeft(end, chance)].sort((a, b) => a.at - b.at);
}

function planVisit(at: number, chance: Chance): Visit {
  const dialogue: Dialogue = chance.pick(dialogues);
  const speakers = demoCustomers.filter((one) =>
    dialogue.language === undefined ? one.language !== 'zh' : one.language === dialogue.language,
  );
  return {
    at,
    team: dialogue.team,
    customer: chance.pick(speakers.length > 0 ? speakers : demoCustomers),
    topic: dialogue.topic,
    lines: dialogue.lines,
    tag: dialogue.tag,
    disposition: dialogue.disposition,
    fate: drawFate(dialogue, chance),
    isUrgent: chance.percent(4),
  };
}

function drawFate({ team }: Dialogue, chance: Chance): Fate {
  const share = chance.draw() * 100;
  if (share < 7) return 'gives-up';
  if (share < 12) return 'snoozed';
  if (share < 17 && team === 'care') return 'passed-on';
  return share < 60 ? 'rated' : 'done';
}

/** What waits at the end, when everybody has gone home. */
function planLeft(end: number, chance: Chance): Visit[] {
  return leftMessages.map(({ team, topic, text, isUrgent }, index) => ({
    at: end - (26 - index * 5) * MINUTE + chance.between(0, 90) * 1_000,
    team,
    customer: chance.pick(demoCustomers),
    topic,
    lines: [text],
    tag: 'Offer',
    disposition: 'Answered',
    fate: 'left' as const,
    isUrgent: isUrgent ?? false,
  }));
}
