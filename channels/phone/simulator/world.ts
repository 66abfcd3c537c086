/** What every part of the simulator shares: the account, time, chance, what is told to whoever watches, and what is on its way. */
import type { MediaPlane } from '../media/media-plane.ts';
import type { Chance } from './chance.ts';
import type { SimClock } from './clock.ts';
import type { Faults } from './faults.ts';
import type { Account, Application, Call, Conference, Content, Message, PhoneNumber, Recording } from './model.ts';

/** Told to the handset page and to tests. */
export type SimEvent =
  | { type: 'call'; call: Call }
  | { type: 'caption'; callSid: string; text: string; language: string }
  | { type: 'sound'; callSid: string; what: 'music' | 'digits' | 'beep' | 'silence'; detail: string }
  | { type: 'message'; message: Message }
  | { type: 'webhook'; webhook: WebhookRecord }
  /** what Twilio's debugger would list; `strict` ones fail tests */
  | { type: 'warning'; code: number; text: string; url: string };

export interface WebhookRecord {
  id: number;
  at: number;
  method: string;
  url: string;
  params: Record<string, string>;
  signature: string;
  /** null: it never was answered */
  status: number | null;
  answer: string;
  ms: number;
  attempts: number;
}

export interface World {
  account: Account;
  clock: SimClock;
  chance: Chance;
  faults: Faults;
  media: MediaPlane;
  calls: Map<string, Call>;
  conferences: Map<string, Conference>;
  recordings: Map<string, Recording>;
  messages: Map<string, Message>;
  numbers: Map<string, PhoneNumber>;
  applications: Map<string, Application>;
  contents: Content[];
  /** folder for sounds */
  folder: string;
  /** ms a webhook may take */
  webhookMs: number;
  /** where the simulator itself is reached */
  baseUrl(): string;
  sid(prefix: string): string;
  tell(event: SimEvent): void;
  onEvent(listener: (event: SimEvent) => void): () => void;
  warn(code: number, text: string, url?: string): void;
  /** counts something as on its way until it is done; what it throws is told as a warning */
  track(work: Promise<unknown>): void;
  /** resolves when nothing is on its way */
  settle(): Promise<void>;
}

export type WorldOptions = Pick<World, 'account' | 'chance' | 'faults' | 'media' | 'folder' | 'webhookMs' | 'baseUrl'>;

export function createWorld(options: WorldOptions, makeClock: (settle: () => Promise<void>) => SimClock): World {
  const listeners = new Set<(event: SimEvent) => void>();
  let underWay = 0;
  const settle = async () => {
    // What was answered just now may ask for more in the next turn.
    for (let quiet = 0; quiet < 3; ) {
      await new Promise((resolve) => setImmediate(resolve));
      quiet = underWay === 0 ? quiet + 1 : 0;
    }
  };
  const tell = (event: SimEvent) => {
    for (const listener of listeners) listener(event);
  };
  const warn = (code: number, text: string, url = '') => tell({ type: 'warning', code, text, url });
  return {
    ...options,
    clock: makeClock(settle),
    calls: new Map(),
    conferences: new Map(),
    recordings: new Map(),
    messages: new Map(),
    numbers: new Map(),
    applications: new Map(),
    contents: [],
    sid: (prefix) => `${prefix}${options.chance.hex(32)}`,
    tell,
    warn,
    settle,
    onEvent(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    track(work) {
      underWay += 1;
      work
        .catch((error: unknown) => warn(0, error instanceof Error ? (error.stack ?? error.message) : String(error)))
        .finally(() => {
          underWay -= 1;
        });
    },
  };
}
