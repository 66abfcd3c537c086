/** Whom a conversation can be handed to, best first: people by how free they are, then teams, then queues. Pure. */
import type { Catalogue } from '../../../../shared/api.ts';
import type { TransferDestination } from '../../../../shared/events-work.ts';
import type { Colleague } from '../../../../shared/model/floor.ts';
import type { QueueId, UserId } from '../../../../shared/model/ids.ts';

/** How somebody stands: taking work with room left, without, away, or not here. */
export type Standing = 'free' | 'busy' | 'away' | 'offline';

export type Target =
  | {
      kind: 'agent';
      to: Extract<TransferDestination, { kind: 'agent' }>;
      name: string;
      standing: Standing;
      used: number;
      capacity: number;
      teams: string[];
      /** may be chosen now */
      isOn: boolean;
    }
  | {
      kind: 'team' | 'queue';
      to: Exclude<TransferDestination, { kind: 'agent' }>;
      name: string;
      /** how many of theirs take work now */
      ready: number;
      isOn: true;
    };

export interface Floor {
  colleagues: readonly Colleague[];
  catalogue: Pick<Catalogue, 'teams' | 'queues'> | undefined;
}

export interface Asked {
  query: string;
  me: UserId | undefined;
  /** who has it now: it cannot be handed to them */
  owner: UserId | null;
  /** where it lies now */
  queueId: QueueId | null;
  /** given without being asked: being away is no hindrance, being gone is */
  isGiven: boolean;
}

const order: Record<Standing, number> = { free: 0, busy: 1, away: 2, offline: 3 };

export function standingOf({ presence, used, capacity, connected }: Colleague): Standing {
  if (presence.state === 'offline' || !connected) return 'offline';
  if (presence.state === 'away') return 'away';
  return used < capacity ? 'free' : 'busy';
}

export function listTargets({ colleagues, catalogue }: Floor, asked: Asked): Target[] {
  const teamName = new Map((catalogue?.teams ?? []).map((team) => [team.id, team.name]));
  const ready = (isMember: (colleague: Colleague) => boolean) =>
    colleagues.filter((one) => standingOf(one) === 'free' && one.id !== asked.me && isMember(one)).length;
  const people = colleagues
    .filter(({ id }) => id !== asked.owner && (asked.isGiven || id !== asked.me))
    .map((colleague): Target => {
      const standing = standingOf(colleague);
      return {
        kind: 'agent',
        to: { kind: 'agent', id: colleague.id },
        name: colleague.name,
        standing,
        used: colleague.used,
        capacity: colleague.capacity,
        teams: colleague.teamIds.flatMap((id) => teamName.get(id) ?? []),
        isOn: standing === 'free' || (asked.isGiven && standing === 'away' && colleague.used < colleague.capacity),
      };
    })
    .sort(byStanding);
  const others = asked.isGiven ? [] : [...teams(), ...queues()];
  return [...people, ...others].filter((target) => isMeant(target, asked.query));

  function teams(): Target[] {
    const serving = new Set((catalogue?.queues ?? []).filter((queue) => !queue.archived).flatMap((one) => one.teamIds));
    return (catalogue?.teams ?? [])
      .filter(({ id }) => serving.has(id))
      .map(({ id, name }) => ({
        ...{ kind: 'team', to: { kind: 'team', id }, name, isOn: true },
        ready: ready((one) => one.teamIds.includes(id)),
      }));
  }

  function queues(): Target[] {
    return (catalogue?.queues ?? [])
      .filter(({ id, archived }) => !archived && (id !== asked.queueId || asked.owner !== null))
      .map(({ id, name }) => ({
        ...{ kind: 'queue', to: { kind: 'queue', id }, name, isOn: true },
        ready: ready((one) => one.queueIds.includes(id)),
      }));
  }
}

function byStanding(a: Target, b: Target): number {
  if (a.kind !== 'agent' || b.kind !== 'agent') return 0;
  return (
    order[a.standing] - order[b.standing] || a.used / a.capacity - b.used / b.capacity || a.name.localeCompare(b.name)
  );
}

/** Every word that was typed begins a word of the name, or of a team they are in. */
function isMeant(target: Target, query: string): boolean {
  const fields = [target.name, ...(target.kind === 'agent' ? target.teams : [])];
  const words = fields.flatMap((field) => fold(field).split(/\s+/));
  return fold(query)
    .split(/\s+/)
    .every((part) => words.some((word) => word.startsWith(part)) || fold(target.name).includes(part));
}

const fold = (text: string): string => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase().trim();
