/** Queues over HTTP, with who serves each and what feeds it, so that one which nobody serves is seen. */
import type { QueueBoard } from '../../shared/api.ts';
import { AppError } from '../../shared/errors.ts';
import type { QueueId, UserId } from '../../shared/model/ids.ts';
import { type Queue, queueSchema } from '../../shared/model/queue.ts';
import type { Audit } from '../accounts/audit.ts';
import type { Catalogue } from '../catalogue/catalogue.ts';
import type { Ids } from '../lib/ids.ts';
import type { Directory } from '../store/directory.ts';
import { parseBody, parseId } from './parse.ts';
import { forPermission, type Route } from './route.ts';
import { changedFields, createRecorder, found, invalid, refuseTaken } from './settings.ts';

export interface QueueDeps {
  directory: Pick<
    Directory,
    | 'queue'
    | 'queues'
    | 'saveQueue'
    | 'calendar'
    | 'teams'
    | 'inboxes'
    | 'usersOfQueue'
    | 'membersOfTeams'
    | 'openWorkIn'
  >;
  catalogue: Pick<Catalogue, 'announce'>;
  audit: Pick<Audit, 'record'>;
  ids: Ids;
  /** another reply target: the clocks that run follow it, in their own time */
  retarget(queueId: QueueId): void;
  /** what these people may see is another now */
  viewersChanged(userIds: readonly UserId[]): void;
}

const LIMIT = 300;
const inputSchema = queueSchema.omit({ id: true });

export function queueRoutes({ directory, catalogue, audit, ids, retarget, viewersChanged }: QueueDeps): Route[] {
  const record = createRecorder(audit);

  async function board(): Promise<QueueBoard> {
    const [queues, teams, inboxes, members] = await Promise.all([
      directory.queues(),
      directory.teams(),
      directory.inboxes(),
      directory.membersOfTeams(),
    ]);
    const open = await Promise.all(queues.map(({ id }) => directory.openWorkIn(id)));
    return {
      queues: queues.map((queue, at) => ({ ...queue, openWork: open[at] ?? 0 })),
      teams: teams.map(({ id, name }) => ({ id, name, people: members.get(id) ?? [] })),
      inboxes: inboxes
        .filter(({ archived }) => !archived)
        .map(({ id, name, channel, queueId }) => ({ id, name, channel, queueId })),
    };
  }

  async function check(queue: Queue): Promise<void> {
    const known = new Set((await directory.teams()).map((team) => team.id));
    if (!queue.teamIds.every((id) => known.has(id))) throw invalid('teamIds', 'unknown');
    const hours = queue.reply?.calendarId ?? null;
    if (hours !== null && (await directory.calendar(hours)) === null) throw invalid('reply.calendarId', 'unknown');
    refuseTaken(
      (await directory.queues()).filter((other) => !other.archived),
      queue,
    );
    if (!queue.archived) return;
    const fed = (await directory.inboxes()).filter(({ queueId, archived }) => queueId === queue.id && !archived);
    if (fed.length > 0)
      throw inUse('fed', `Inboxes still bring work to it: ${fed.map(({ name }) => name).join(', ')}.`);
    const open = await directory.openWorkIn(queue.id);
    if (open > 0) throw inUse('open-work', `${open} conversations are still open in it.`);
  }

  async function save(queue: Queue, before: Queue | null): Promise<void> {
    const served = await directory.usersOfQueue(queue.id);
    await directory.saveQueue(queue);
    catalogue.announce();
    if (before && JSON.stringify(before.reply ?? null) !== JSON.stringify(queue.reply ?? null)) retarget(queue.id);
    if (JSON.stringify(before?.teamIds ?? []) === JSON.stringify(queue.teamIds)) return;
    const serving = await directory.usersOfQueue(queue.id);
    viewersChanged([...new Set([...served, ...serving].map((person) => person.id))]);
  }

  return [
    forPermission('workspace:manage', 'get', '/api/queues', board),
    forPermission('workspace:manage', 'post', '/api/queues', async (call, viewer) => {
      const queue: Queue = { id: ids.next<QueueId>(), ...parseBody(call.request, inputSchema) };
      if ((await directory.queues()).length >= LIMIT) throw invalid('name', 'too-many');
      await check(queue);
      await save(queue, null);
      await record('queue.created', viewer, queue.id, call, { name: queue.name });
      return queue;
    }),
    forPermission('workspace:manage', 'put', '/api/queues/:id', async (call, viewer) => {
      const id = parseId<QueueId>(call.request);
      const queue: Queue = { id, ...parseBody(call.request, inputSchema) };
      const before = found(await directory.queue(id));
      await check(queue);
      await save(queue, before);
      await record('queue.changed', viewer, id, call, { name: queue.name, fields: changedFields(before, queue) });
      return queue;
    }),
  ];
}

const inUse = (why: 'fed' | 'open-work', message: string): AppError =>
  new AppError('conflict', message, { fields: { archived: why } });
