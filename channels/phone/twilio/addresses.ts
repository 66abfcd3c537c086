/** Where Twilio reaches us: one address for each thing it asks or tells. */
import type { CallId, InboxId, LegId } from '../../../shared/model/ids.ts';

export const hookNames = [
  ...['voice', 'fallback', 'again', 'keys', 'waited', 'after', 'forwarded', 'status'],
  ...['leg', 'conference', 'recording', 'hold', 'press', 'announce', 'music', 'media', 'message', 'message-status'],
] as const;

/** What an address carries along. */
export interface HookQuery {
  call?: CallId;
  leg?: LegId;
  /** the customer's leg, of events about others */
  customer?: string;
  /** which document of the call this is about: repeated requests are told from new ones by it */
  turn?: string;
  purpose?: 'call' | 'voicemail';
  /** whose leg it is */
  kind?: 'agent' | 'number';
  digits?: string;
  seconds?: string;
  /** what is said to everybody, and in which language */
  say?: string;
  language?: string;
  /** how often it has been waited for us to come back */
  tries?: string;
  /** of a message that is told of */
  entry?: string;
  /** of a file that goes out with a text */
  file?: string;
  type?: string;
  until?: string;
  mac?: string;
}

/** Retried by Twilio where it only tells something: each is known by its key, so that costs nothing. */
const RETRY = '#rc=3&rp=all';

export interface Addresses {
  ask(name: string, query?: HookQuery): string;
  tell(name: string, query?: HookQuery): string;
}

export function createAddresses(publicUrl: string, inboxId: InboxId): Addresses {
  const ask = (name: string, query: HookQuery = {}): string => {
    const text = new URLSearchParams(query as Record<string, string>).toString();
    return `${publicUrl}/hooks/phone/${inboxId}/${name}${text === '' ? '' : `?${text}`}`;
  };
  return { ask, tell: (name, query) => ask(name, query) + RETRY };
}

/** The turn that follows another. @example "a.3" → "a.4" */
export function nextTurn(turn: string): string {
  const [, chain = turn, number = '0'] = /^(.*)\.(\d+)$/.exec(turn) ?? [];
  return `${chain}.${Number(number) + 1}`;
}
