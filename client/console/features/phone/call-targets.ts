/** Whom a call can be handed to, or who can be added: people by how free they are, queues, and a number as it is typed. Pure. */
import type { CallTarget } from '../../../../shared/events-calls.ts';
import type { Colleague } from '../../../../shared/model/floor.ts';
import type { InboxId, QueueId, UserId } from '../../../../shared/model/ids.ts';
import { showNumber } from '../../../../shared/show-number.ts';

export interface CallOption {
  key: string;
  name: string;
  to: CallTarget;
  standing: CallStanding | null;
  /** may be chosen now */
  isOn: boolean;
}

export type CallStanding = 'free' | 'busy' | 'cut' | 'away' | 'offline';

export interface Asked {
  query: string;
  me: UserId;
  withQueues: boolean;
  /** those who are in it already */
  inCall: ReadonlySet<UserId | null>;
  /** what taking it needs; null: they are only asked in, beside whatever they have */
  call: { weight: number; exclusive: boolean } | null;
  /** whose device must be there for it */
  inboxId: InboxId;
}

/** The same that the server will say: whoever has anything in hand takes no call that is done alone, and nobody one that cannot ring. */
export function standingFor(
  { presence, used, capacity, connected, lines }: Colleague,
  { call, inboxId }: Pick<Asked, 'call' | 'inboxId'>,
): CallStanding {
  if (presence.state === 'offline' || !connected) return 'offline';
  if (presence.state === 'away') return 'away';
  if (!lines.includes(inboxId)) return 'cut';
  const isFull = call !== null && (used + call.weight > capacity || (call.exclusive && used > 0));
  return isFull ? 'busy' : 'free';
}

export function listCallTargets(
  known: { colleagues: readonly Colleague[]; queues: readonly { id: QueueId; name: string }[] },
  { query, me, withQueues, inCall, call, inboxId }: Asked,
): CallOption[] {
  const wanted = query.trim().toLowerCase();
  const isMeant = ({ name }: { name: string }) => name.toLowerCase().includes(wanted);
  const people = known.colleagues
    .filter((one) => one.id !== me && !inCall.has(one.id) && isMeant(one))
    .map((one): CallOption => {
      const standing = standingFor(one, { call, inboxId });
      return { key: one.id, name: one.name, to: { kind: 'agent', id: one.id }, standing, isOn: standing === 'free' };
    })
    .sort((a, b) => order(a) - order(b) || a.name.localeCompare(b.name));
  const queues = withQueues
    ? known.queues
        .filter(isMeant)
        .map(({ id, name }): CallOption => ({ key: id, name, to: { kind: 'queue', id }, standing: null, isOn: true }))
    : [];
  const digits = query.replace(/[\s()/-]/g, '');
  const number: CallOption[] = /^\+?\d{3,}$/.test(digits)
    ? [
        {
          key: 'number',
          name: showNumber(query.trim()),
          to: { kind: 'number', number: query.trim() },
          standing: null,
          isOn: true,
        },
      ]
    : [];
  return [...number, ...people, ...queues];
}

const order = ({ standing }: CallOption): number =>
  ['free', 'busy', 'cut', 'away', 'offline'].indexOf(standing ?? 'free');
