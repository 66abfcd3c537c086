/** Plays the demo company in real time against a running demo: customers who come and go, and colleagues who answer. For `npm run demo:traffic`. */

import { drawFrom } from '../../server/demo/chance.ts';
import { demoCustomers } from '../../server/demo/customers.ts';
import type { DemoFile } from '../../server/demo/demo-file.ts';
import { dialogues } from '../../server/demo/dialogues.ts';
import { demoPeople } from '../../server/demo/people.ts';
import { type Colleague, startColleague } from './colleague.ts';
import { playCustomer } from './customer.ts';
import type { Place } from './line.ts';

export interface TrafficOptions {
  /** a demo on this machine */
  place: Place;
  file: DemoFile;
  customersPerMinute: number;
  /** no further customer comes after so many */
  customers: number;
  /** no further customer comes after this long, in ms */
  forMs: number;
  seed: number;
  /** how much faster than people everybody reads and writes */
  speed: number;
  say(line: string): void;
}

export interface Traffic {
  /** Resolves when the last customer has gone and the colleagues have signed out. */
  done: Promise<{ came: number; answered: number; gaveUp: number }>;
  /** No new customers; those who are there finish. */
  end(): void;
}

export function startTraffic(options: TrafficOptions): Traffic {
  const { place, file, say, speed } = options;
  const chance = drawFrom(options.seed);
  const counts = { came: 0, answered: 0, gaveUp: 0 };
  const stop = new AbortController();
  const under = new Set<Promise<void>>();

  function bringCustomer(): void {
    const desk = file.trade && chance.percent(25) ? 'trade' : 'care';
    const dialogue = chance.pick(dialogues.filter(({ team }) => team === desk));
    const customer = chance.pick(demoCustomers);
    const inboxId = desk === 'trade' && file.trade ? file.trade.inbox : file.ids.inbox;
    counts.came += 1;
    const visit = playCustomer({ place, inboxId, customer, dialogue, chance, speed })
      .then((end) => {
        if (end === 'answered') counts.answered += 1;
        else counts.gaveUp += 1;
        say(
          `${customer.name} ${end === 'answered' ? 'was helped' : 'left without an answer'} (${JSON.stringify(counts)})`,
        );
      })
      .catch((error: unknown) => say(`${customer.name} could not chat: ${String(error)}`));
    under.add(visit);
    void visit.then(() => under.delete(visit));
  }

  async function run(): Promise<typeof counts> {
    const colleagues: Colleague[] = [];
    try {
      for (const person of demoPeople.filter(({ isShown }) => !isShown)) {
        const password = file.passwords[person.email];
        if (password) colleagues.push(await startColleague({ place, person, password, chance, speed }));
      }
      say(`${colleagues.map(({ name }) => name).join(', ')} are ready. Customers come.`);
      const until = Date.now() + options.forMs;
      while (!stop.signal.aborted && Date.now() < until && counts.came < options.customers) {
        bringCustomer();
        const pause = (-Math.log(1 - chance.draw()) * 60_000) / options.customersPerMinute;
        await waitFor(Math.min(pause, until - Date.now()), stop.signal);
      }
      await Promise.all(under);
    } finally {
      await Promise.all(colleagues.map((colleague) => colleague.leave()));
    }
    return counts;
  }

  return { done: run(), end: () => stop.abort() };
}

function waitFor(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve();
    const end = (): void => {
      clearTimeout(timer);
      resolve();
    };
    const timer = setTimeout(end, Math.max(0, ms));
    signal.addEventListener('abort', end, { once: true });
  });
}
