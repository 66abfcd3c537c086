/** The whole history of a conversation's customer: read page by page, as far as the reader may, and followed. */
import type { ConsoleAnswers, ConsoleRequests } from '../../../shared/events.ts';
import type { HistoryPage } from '../../../shared/events-history.ts';
import { type HistoryKey, isWanted, momentKey } from '../../../shared/history.ts';
import type { ConversationId, InboxId } from '../../../shared/model/ids.ts';
import { canSee, mayRead, type UserViewer } from '../../accounts/scope.ts';
import type { HistoryLog, HistoryQuery } from '../../timeline/history.ts';
import type { Entry } from '../../timeline/model.ts';
import type { Handlers } from '../bind.ts';
import { notFound } from '../guard/membership.ts';
import { presentAgentEntry } from '../present/agent-entry.ts';
import { presentHistoryConversation, presentLocked } from '../present/history.ts';
import { followedHistories, historyRoomsOf } from '../rooms.ts';
import type { ConsoleSocket } from '../servers.ts';
import type { ConsoleContext } from './context.ts';

type HistoryHandlers = Pick<
  Handlers<UserViewer, ConsoleRequests, ConsoleAnswers, ConsoleSocket>,
  'history:follow' | 'history:leave' | 'history:page'
>;

/** Entries shown before the one that was asked for. */
const LEAD = 15;

type Around = { of: ConversationId; seq: number } | { at: number };
type Wanted = Required<HistoryQuery>;

/** A stretch with the time it covers, from and up to a moment, and where it goes on. */
type Covered = Pick<HistoryPage, 'earlier' | 'later'> & { entries: Entry[]; from: number; to: number };

export function createHistoryHandlers(
  context: Pick<ConsoleContext, 'timeline' | 'customers' | 'directory'>,
): HistoryHandlers {
  const { timeline, customers, directory } = context;
  const { history } = timeline;

  async function leave(socket: ConsoleSocket): Promise<void> {
    for (const room of followedHistories(socket.rooms)) await socket.leave(room);
  }

  async function readBefore(logs: readonly HistoryLog[], key: HistoryKey | null, query: Wanted): Promise<Covered> {
    const { entries, reached } = await history.before(logs, key, query);
    return {
      entries,
      earlier: reached,
      later: key,
      from: reached?.at ?? Number.NEGATIVE_INFINITY,
      to: key?.at ?? Number.POSITIVE_INFINITY,
    };
  }

  async function readAfter(logs: readonly HistoryLog[], key: HistoryKey, query: Wanted): Promise<Covered> {
    const { entries, reached } = await history.after(logs, key, query);
    return { entries, earlier: key, later: reached, from: key.at, to: reached?.at ?? Number.POSITIVE_INFINITY };
  }

  async function readAround(logs: readonly HistoryLog[], key: HistoryKey, query: Wanted): Promise<Covered> {
    const [lead, rest] = await Promise.all([
      readBefore(logs, key, { ...query, limit: LEAD }),
      readAfter(logs, { ...key, seq: Math.max(0, key.seq - 1) }, query),
    ]);
    return { ...rest, entries: [...lead.entries, ...rest.entries], earlier: lead.earlier, from: lead.from };
  }

  /** @throws AppError `not_found` for an entry that is not there and one that may not be read alike */
  async function findKey(readable: readonly HistoryLog[], around: Around): Promise<HistoryKey> {
    if ('at' in around) return momentKey(around.at);
    const isTheirs = readable.some(({ id }) => id === around.of);
    const key = isTheirs ? await history.placeOf(around.of, around.seq) : null;
    if (key === null) throw notFound();
    return key;
  }

  return {
    'history:follow': async ({ viewer, conversation, socket }) => {
      const { ids } = await customers.historyOf(conversation);
      await leave(socket);
      await socket.join(historyRoomsOf(viewer, ids));
      return null;
    },
    'history:leave': async ({ socket }) => {
      await leave(socket);
      return null;
    },
    'history:page': async ({ viewer, conversation, payload }) => {
      const { before, after, around, kinds, channels, files, limit } = payload;
      const [{ logs }, inboxes, queues] = await Promise.all([
        customers.historyOf(conversation),
        directory.inboxes(),
        directory.queues(),
      ]);
      const readable = logs.filter((log) => mayRead(viewer, log));
      const channelOf = (id: InboxId) => inboxes.find((inbox) => inbox.id === id)?.channel;
      const query = { limit, wants: (entry: Entry) => isWanted({ kinds, channels, files }, entry, channelOf) };
      const page = around
        ? await readAround(readable, await findKey(readable, around), query)
        : after
          ? await readAfter(readable, after, query)
          : await readBefore(readable, before ?? null, query);

      const ids = new Set(readable.map(({ id }) => id));
      const shown = [...new Set(page.entries.map(({ conversationId }) => conversationId))];
      const found = (await Promise.all(shown.map((id) => timeline.find(id)))).filter((one) => one !== null);
      const locked = logs.filter(
        (log) =>
          !ids.has(log.id) &&
          kinds === undefined &&
          files === undefined &&
          (channels === undefined || channels.includes(log.channel)) &&
          page.from <= log.createdAt &&
          log.createdAt < page.to,
      );
      return {
        entries: page.entries.map(presentAgentEntry),
        conversations: found.map((each) =>
          presentHistoryConversation(each, {
            queueName: queues.find(({ id }) => id === each.queueId)?.name ?? null,
            mayVisit: canSee(viewer, each),
            isWithin: (id) => ids.has(id),
          }),
        ),
        locked: locked.map(presentLocked).sort((a, b) => a.createdAt - b.createdAt),
        earlier: page.earlier,
        later: page.later,
      };
    },
  };
}
