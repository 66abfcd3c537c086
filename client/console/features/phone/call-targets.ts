/** Whom a call can be handed to, or who can be added: people by how free they are, queues, and a number as it is typed. Pure. */
import type { CallTarget } from '../../../../shared/events-calls.ts';
import type { Colleague } from '../../../../shared/model/floor.ts';
import type { QueueId, UserId } from '../../../../shared/model/ids.ts';

export interface CallOption {
  key: string;
  name: string;
  to: CallTarget;
  standing: 'free' | 'busy' | 'away' | null;
}

export function listCallTargets(
  known: { colleagues: readonly Colleague[]; queues: readonly { id: QueueId; name: string }[] },
  { query, me, withQueues }: { query: string; me: UserId; withQueues: boolean },
): CallOption[] {
  const wanted = query.trim().toLowerCase();
  const isMeant = ({ name }: { name: string }) => name.toLowerCase().includes(wanted);
  const people = known.colleagues
    .filter((one) => one.id !== me && one.connected && isMeant(one))
    .map((one): CallOption => {
      const standing = one.presence.state !== 'available' ? 'away' : one.used > 0 ? 'busy' : 'free';
      return { key: one.id, name: one.name, to: { kind: 'agent', id: one.id }, standing };
    })
    .sort((a, b) => order(a) - order(b) || a.name.localeCompare(b.name));
  const queues = withQueues
    ? known.queues
        .filter(isMeant)
        .map(({ id, name }): CallOption => ({ key: id, name, to: { kind: 'queue', id }, standing: null }))
    : [];
  const digits = query.replace(/[\s()/-]/g, '');
  const number: CallOption[] = /^\+?\d{3,}$/.test(digits)
    ? [{ key: 'number', name: query.trim(), to: { kind: 'number', number: query.trim() }, standing: null }]
    : [];
  return [...number, ...people, ...queues];
}

const order = ({ standing }: CallOption): number => ['free', 'busy', 'away'].indexOf(standing ?? 'free');
