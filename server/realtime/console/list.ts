/** The lists of conversations: a page of rows with all counters, and searching. */
import type { ConsoleAnswers, ConsoleRequests } from '../../../shared/events.ts';
import type { ListRequests } from '../../../shared/events-list.ts';
import { limits } from '../../../shared/limits.ts';
import { settleFilter } from '../../../shared/list-filter.ts';
import type { ListCounts, ListFilter } from '../../../shared/model/list.ts';
import { scopeOf, type UserViewer } from '../../accounts/scope.ts';
import type { JobSource } from '../../lists/bulk/job.ts';
import type { Handlers } from '../bind.ts';
import { presentRow } from '../present/row.ts';
import { presentResults } from '../present/search-results.ts';
import type { ConsoleSocket } from '../servers.ts';
import type { ConsoleContext } from './context.ts';

type ListHandlers = Pick<Handlers<UserViewer, ConsoleRequests, ConsoleAnswers, ConsoleSocket>, keyof ListRequests>;

const FOUND = 30;
const COUNTED = 100;
/** a filter that few pass may need several */
const COUNTED_PAGES = 5;

type ListContext = Pick<
  ConsoleContext,
  'timeline' | 'search' | 'directory' | 'counters' | 'bulk' | 'viewFacts' | 'clock'
>;

export function createListHandlers(context: ListContext): ListHandlers {
  const { timeline, search, directory, counters, bulk, viewFacts, clock } = context;
  const countsOf = (viewer: UserViewer): ListCounts =>
    counters.of(viewer.userId, viewer.reach === 'all' ? null : viewer.queueIds);

  const settle = async ({ userId }: UserViewer, filter: ListFilter) =>
    settleFilter(filter, { me: userId, now: clock.now(), queues: await directory.queues() });

  return {
    'list:open': async ({ viewer, payload }) => {
      const filter = await settle(viewer, payload.filter);
      const page = await timeline.list({ scope: scopeOf(viewer), userId: viewer.userId, ...payload, filter });
      return { rows: page.conversations.map(presentRow), next: page.next, counts: countsOf(viewer) };
    },
    'list:count': async ({ viewer, payload }) => {
      const filter = await settle(viewer, payload.filter);
      let [count, cursor] = [0, undefined as string | undefined];
      for (let pages = 0; pages < COUNTED_PAGES && count < COUNTED; pages += 1) {
        const query = { scope: scopeOf(viewer), userId: viewer.userId, limit: limits.listPage, ...payload, filter };
        const page = await timeline.list({ ...query, ...(cursor !== undefined && { cursor }) });
        count += page.conversations.length;
        if (page.next === null) return { count, isMore: false };
        cursor = page.next;
      }
      return { count: Math.min(count, COUNTED), isMore: true };
    },
    'list:watch': ({ payload, socket }) => {
      socket.once('disconnect', () => viewFacts.leave(socket));
      return viewFacts.watch(socket, payload.lists);
    },
    'list:counts': async ({ viewer }) => countsOf(viewer),
    'bulk:act': async ({ viewer, payload: { clientId, ids = [], list, action } }) => {
      const source: JobSource = list
        ? { kind: 'list', view: list.view, filter: await settle(viewer, list.filter) }
        : { kind: 'named', ids };
      return bulk.act(viewer, clientId, source, action, JSON.stringify([action, ids, list ?? null]));
    },
    'bulk:undo': ({ viewer, payload }) => bulk.undo(viewer, payload.clientId),
    'bulk:list': ({ viewer }) => bulk.list(viewer),
    'search:find': async ({ viewer, payload }) => ({
      rows: (await search.findConversations(viewer, payload.text, FOUND)).map(presentRow),
    }),
    'search:text': async ({ viewer, payload }) => {
      const [results, inboxes] = await Promise.all([search.find(viewer, payload), directory.inboxes()]);
      return presentResults(results, payload.text, new Map(inboxes.map(({ id, channel }) => [id, channel])));
    },
  };
}
