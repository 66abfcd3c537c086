/** What a queue's work comes from and who takes it, and what is wrong with that. Pure. */
import type { QueueBoard } from '../../../../shared/api.ts';
import type { Queue } from '../../../../shared/model/queue.ts';

type Teams = QueueBoard['teams'];
type Person = Teams[number]['people'][number];

/** The teams that serve it, and everybody in them once. */
export function serversOf(board: QueueBoard, queue: Pick<Queue, 'teamIds'>): { teams: Teams; people: Person[] } {
  const teams = board.teams.filter((team) => queue.teamIds.includes(team.id));
  const people = new Map(teams.flatMap((team) => team.people.map((person) => [person.id, person])));
  return { teams, people: [...people.values()].sort((a, b) => a.name.localeCompare(b.name)) };
}

export const inboxesOf = (board: QueueBoard, queue: Pick<Queue, 'id'>): QueueBoard['inboxes'] =>
  board.inboxes.filter((inbox) => inbox.queueId === queue.id);

/** `no-team`, `no-people`: work would wait for ever. `nothing-in`: no inbox brings work to it. */
export type QueueFault = 'no-team' | 'no-people' | 'nothing-in';

/** A queue without an inbox is not wrong if others hand work over to it, but worth a look when nobody could either. */
export function findFaults(board: QueueBoard, queue: Queue): QueueFault[] {
  if (queue.archived) return [];
  const { teams, people } = serversOf(board, queue);
  const faults: QueueFault[] = [];
  if (teams.length === 0) faults.push('no-team');
  else if (people.length === 0) faults.push('no-people');
  if (inboxesOf(board, queue).length === 0) faults.push('nothing-in');
  return faults;
}

/** Seconds as people set them: 90 s, 5 min. */
export function splitSeconds(seconds: number): { amount: number; unit: 'seconds' | 'minutes' } {
  return seconds >= 60 && seconds % 60 === 0
    ? { amount: seconds / 60, unit: 'minutes' }
    : { amount: seconds, unit: 'seconds' };
}
