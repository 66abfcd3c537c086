/** Colleagues: the account's half of a person and routing's half in one, for whoever chooses somebody to ask, mention or hand over to. */
import type { Colleague } from '../../shared/model/floor.ts';
import type { QueueId, UserId } from '../../shared/model/ids.ts';
import { type Agent, linesOf } from '../routing/agent.ts';
import type { AgentStore } from '../routing/ports.ts';
import type { Directory } from '../store/directory.ts';
import type { FloorPeople, FloorPerson } from '../store/floor-people.ts';

export interface Colleagues {
  /** Everybody enabled, by name. */
  list(): Promise<Colleague[]>;
  /** null: nobody, or disabled */
  find(id: UserId): Promise<Colleague | null>;
}

export interface ColleaguesDeps {
  people: FloorPeople;
  agents: Pick<AgentStore, 'all' | 'find'>;
  directory: Pick<Directory, 'queuesOfTeams'>;
  /** of an agent whom routing has never met */
  capacity: number;
}

export function createColleagues({ people, agents, directory, capacity }: ColleaguesDeps): Colleagues {
  async function present(person: FloorPerson, agent: Agent | null | undefined): Promise<Colleague> {
    const queueIds: QueueId[] = (await directory.queuesOfTeams(person.teamIds)).map((queue) => queue.id);
    return {
      ...person,
      queueIds,
      presence: agent?.presence ?? { state: 'offline', since: 0 },
      used: agent?.used ?? 0,
      capacity: agent?.capacity ?? capacity,
      connected: (agent?.sockets.length ?? 0) > 0,
      lines: agent ? linesOf(agent) : [],
      rev: agent?.rev ?? 0,
    };
  }

  return {
    async list() {
      const [persons, live] = await Promise.all([people.all(), agents.all()]);
      const byId = new Map(live.map((agent) => [agent.id, agent]));
      return Promise.all(persons.map((person) => present(person, byId.get(person.id))));
    },
    async find(id) {
      const [person, agent] = await Promise.all([people.find(id), agents.find(id)]);
      return person && present(person, agent);
    },
  };
}
