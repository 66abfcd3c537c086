/** What an admin configures: inboxes, queues, teams and calendars; small documents that every part reads all the time. */
import { type Connection, Schema } from 'mongoose';
import type { Calendar } from '../../shared/model/calendar.ts';
import type { CalendarId, InboxId, QueueId, TeamId, UserId } from '../../shared/model/ids.ts';
import { allLanguages, type Inbox, type ServedLanguages } from '../../shared/model/inbox.ts';
import { plainQueue, type Queue } from '../../shared/model/queue.ts';

export type { Queue } from '../../shared/model/queue.ts';

/** What is not said is as `plainQueue` has it. */
export type QueueInput = Pick<Queue, 'id' | 'name' | 'teamIds'> & Partial<Queue>;

export interface Team {
  id: TeamId;
  name: string;
}

/** What makes a database and a data folder belong together, and which demo it holds. */
export interface Workspace {
  /** random; the data folder holds the same */
  marker: string;
  /** the website inbox of the demo shop; null in production */
  demoInboxId: InboxId | null;
  createdAt: number;
}

export interface QueueMember {
  id: UserId;
  name: string;
  teamIds: TeamId[];
}

/** Reads are answered from memory for up to five seconds; what this node writes is seen at once. */
export interface Directory {
  inbox(id: InboxId): Promise<Inbox | null>;
  inboxes(): Promise<Inbox[]>;
  queue(id: QueueId): Promise<Queue | null>;
  queues(): Promise<Queue[]>;
  queuesOfTeams(teamIds: readonly TeamId[]): Promise<Queue[]>;
  calendar(id: CalendarId): Promise<Calendar | null>;
  calendars(): Promise<Calendar[]>;
  teams(): Promise<Team[]>;
  /** what customers are served in */
  languages(): Promise<ServedLanguages>;
  /** Everybody enabled, by team. */
  membersOfTeams(): Promise<ReadonlyMap<TeamId, { id: UserId; name: string }[]>>;
  /** How many conversations are waiting, being handled or put aside in a queue; at most 1000 are counted. */
  openWorkIn(queueId: QueueId): Promise<number>;
  /** Everybody enabled whose team serves the queue. */
  usersOfQueue(queueId: QueueId): Promise<QueueMember[]>;
  /** Everybody enabled, whether they serve a queue or not. */
  enabledUsers(): Promise<ReadonlySet<UserId>>;
  saveInbox(inbox: Inbox): Promise<void>;
  saveQueue(queue: QueueInput): Promise<void>;
  saveTeam(team: Team): Promise<void>;
  removeTeam(id: TeamId): Promise<void>;
  saveCalendar(calendar: Calendar): Promise<void>;
  removeCalendar(id: CalendarId): Promise<void>;
  /** Forgets what is in memory; called after people changed. */
  invalidate(): void;
  saveLanguages(languages: ServedLanguages): Promise<void>;
  workspace(): Promise<Workspace | null>;
  /** Stores it unless there is one; answers the one that is there. */
  claimWorkspace(workspace: Workspace): Promise<Workspace>;
  changeWorkspace(change: Partial<Workspace>): Promise<void>;
}

export type DirectoryStore = Directory;

interface Person {
  _id: UserId;
  name: string;
  teamIds: TeamId[];
  disabled: boolean;
}

interface Everything {
  inboxes: Inbox[];
  queues: Queue[];
  teams: Team[];
  calendars: Calendar[];
  languages: ServedLanguages;
  /** by queue */
  members: Map<string, QueueMember[]>;
  enabled: ReadonlySet<UserId>;
}

const CACHE_MS = 5_000;
const options = { versionKey: false, autoIndex: false, autoCreate: false, minimize: false } as const;

export function createDirectoryStore(connection: Connection, now: () => number = Date.now): Directory {
  const models = defineModels(connection);
  let cache: { at: number; value: Promise<Everything> } | null = null;

  function everything(): Promise<Everything> {
    const at = now();
    if (cache && at - cache.at < CACHE_MS && at >= cache.at) return cache.value;
    const value = load();
    const entry = { at, value };
    cache = entry;
    // A failed read must not be remembered as the answer.
    value.catch(() => {
      if (cache === entry) cache = null;
    });
    return value;
  }

  async function load(): Promise<Everything> {
    const [inboxes, queues, teams, calendars, workspace, people] = await Promise.all([
      models.inboxes.find().sort({ _id: 1 }).lean(),
      models.queues.find().sort({ _id: 1 }).lean(),
      models.teams.find().sort({ _id: 1 }).lean(),
      models.calendars.find().sort({ _id: 1 }).lean(),
      models.workspaces.findById(WORKSPACE).lean(),
      connection.collection<Person>('users').find({ disabled: false }).sort({ _id: 1 }).toArray(),
    ]);
    return {
      inboxes: inboxes.map((row) => named<Inbox>(row)),
      queues: queues.map((row) => ({ ...plainQueue, ...named<Queue>(row) })),
      teams: teams.map((row) => named<Team>(row)),
      calendars: calendars.map((row) => named<Calendar>(row)),
      languages: workspace?.languages ?? allLanguages,
      members: membersOf(queues, people),
      enabled: new Set(people.map((person) => person._id)),
    };
  }

  const invalidate = (): void => {
    cache = null;
  };

  return {
    inbox: async (id) => (await everything()).inboxes.find((inbox) => inbox.id === id) ?? null,
    inboxes: async () => (await everything()).inboxes,
    queue: async (id) => (await everything()).queues.find((queue) => queue.id === id) ?? null,
    queues: async () => (await everything()).queues,
    queuesOfTeams: async (teamIds) =>
      (await everything()).queues.filter((queue) => queue.teamIds.some((id) => teamIds.includes(id))),
    calendar: async (id) => (await everything()).calendars.find((calendar) => calendar.id === id) ?? null,
    calendars: async () => (await everything()).calendars,
    teams: async () => (await everything()).teams,
    languages: async () => (await everything()).languages,
    usersOfQueue: async (queueId) => (await everything()).members.get(queueId) ?? [],
    enabledUsers: async () => (await everything()).enabled,
    async membersOfTeams() {
      const people = await connection.collection<Person>('users').find({ disabled: false }).sort({ _id: 1 }).toArray();
      return new Map(
        [...byTeam(people)].map(([id, members]) => [id, members.map((one) => ({ id: one._id, name: one.name }))]),
      );
    },
    openWorkIn: (queueId) =>
      connection.collection('work_items').countDocuments({ open: true, queueId }, { limit: 1_000 }),
    async saveInbox({ id, ...rest }) {
      await models.inboxes.replaceOne({ _id: id }, rest, { upsert: true });
      invalidate();
    },
    async saveQueue({ id, ...rest }) {
      await models.queues.replaceOne({ _id: id }, rest, { upsert: true });
      invalidate();
    },
    async removeTeam(id) {
      await models.teams.deleteOne({ _id: id });
      invalidate();
    },
    async saveTeam({ id, ...rest }) {
      await models.teams.replaceOne({ _id: id }, rest, { upsert: true });
      invalidate();
    },
    async saveCalendar({ id, ...rest }) {
      await models.calendars.replaceOne({ _id: id }, rest, { upsert: true });
      invalidate();
    },
    async removeCalendar(id) {
      await models.calendars.deleteOne({ _id: id });
      invalidate();
    },
    invalidate,
    async saveLanguages(languages) {
      await models.workspaces.updateOne({ _id: WORKSPACE }, { $set: { languages } });
      invalidate();
    },
    workspace: () => findWorkspace(models),
    async claimWorkspace(workspace) {
      await models.workspaces.updateOne({ _id: WORKSPACE }, { $setOnInsert: workspace }, { upsert: true });
      return (await findWorkspace(models)) ?? workspace;
    },
    async changeWorkspace(change) {
      await models.workspaces.updateOne({ _id: WORKSPACE }, { $set: change });
    },
  };
}

/** Who serves each queue, worked out once per reading: routing asks for every queue at every pass. */
function membersOf(queues: readonly Row<Queue>[], people: readonly Person[]): Map<string, QueueMember[]> {
  const teams = byTeam(people);
  return new Map(
    queues.map(({ _id, teamIds }) => {
      const serving = new Set(teamIds.flatMap((id) => teams.get(id) ?? []));
      return [_id, [...serving].map(({ _id: id, name, teamIds: of }) => ({ id, name, teamIds: of }))];
    }),
  );
}

function byTeam(people: readonly Person[]): Map<TeamId, Person[]> {
  const teams = new Map<TeamId, Person[]>();
  for (const person of people) {
    for (const teamId of person.teamIds) teams.set(teamId, [...(teams.get(teamId) ?? []), person]);
  }
  return teams;
}

const WORKSPACE = 'workspace';

async function findWorkspace(models: Models): Promise<Workspace | null> {
  const row = await models.workspaces.findById(WORKSPACE).lean();
  return row && { marker: row.marker, demoInboxId: row.demoInboxId, createdAt: row.createdAt };
}

type Row<T extends { id: string }> = Omit<T, 'id'> & { _id: string };
type Models = ReturnType<typeof defineModels>;

function defineModels(connection: Connection) {
  const text = { type: String, required: true } as const;
  const id = { _id: { type: String, required: true } } as const;
  return {
    inboxes: connection.model<Row<Inbox>>(
      'Inbox',
      new Schema(
        {
          ...id,
          name: text,
          channel: text,
          queueId: text,
          calendarId: { type: String, default: null },
          reopenHours: { type: Number, required: true },
          abandonAfterSeconds: { type: Number, required: true },
          weight: Number,
          archived: Boolean,
          settings: { type: Schema.Types.Mixed, required: true },
        },
        options,
      ),
      'inboxes',
    ),
    queues: connection.model<Row<Queue>>(
      'Queue',
      new Schema(
        {
          ...id,
          name: text,
          teamIds: [String],
          wrapUpSeconds: Number,
          priority: String,
          sla: Schema.Types.Mixed,
          reply: Schema.Types.Mixed,
          archived: Boolean,
        },
        options,
      ),
      'queues',
    ),
    teams: connection.model<Row<Team>>('Team', new Schema({ ...id, name: text }, options), 'teams'),
    calendars: connection.model<Row<Calendar>>(
      'Calendar',
      new Schema(
        { ...id, name: text, timeZone: text, weekly: Schema.Types.Mixed, holidays: Schema.Types.Mixed },
        options,
      ),
      'calendars',
    ),
    workspaces: connection.model<Workspace & { _id: string; languages?: ServedLanguages }>(
      'Workspace',
      new Schema(
        {
          ...id,
          marker: text,
          demoInboxId: { type: String, default: null },
          createdAt: { type: Number, required: true },
          languages: Schema.Types.Mixed,
        },
        options,
      ),
      'workspaces',
    ),
  };
}

/** A stored row under the name its id has outside. */
function named<T extends { id: string }>({ _id, ...rest }: object & { _id: unknown }): T {
  return { id: String(_id), ...rest } as unknown as T;
}
