/** The lists of conversations: a page of rows with all counters, and finding a conversation by its customer or number. */
import type { ConsoleAnswers, ConsoleRequests } from '../../../shared/events.ts';
import type { ListRequests } from '../../../shared/events-list.ts';
import type { ListCounts } from '../../../shared/model/list.ts';
import { readPhone, wordsOf } from '../../../shared/search-text.ts';
import { scopeOf, type UserViewer } from '../../accounts/scope.ts';
import type { Conversation } from '../../timeline/model.ts';
import type { Handlers } from '../bind.ts';
import { presentRow } from '../present/row.ts';
import type { ConsoleSocket } from '../servers.ts';
import type { ConsoleContext } from './context.ts';

type ListHandlers = Pick<Handlers<UserViewer, ConsoleRequests, ConsoleAnswers, ConsoleSocket>, keyof ListRequests>;

const FOUND = 30;

type ListContext = Pick<ConsoleContext, 'timeline' | 'customers' | 'counters' | 'bulk'>;

export function createListHandlers({ timeline, customers, counters, bulk }: ListContext): ListHandlers {
  const countsOf = (viewer: UserViewer): ListCounts =>
    counters.of(viewer.userId, viewer.reach === 'all' ? null : viewer.queueIds);

  async function find(viewer: UserViewer, text: string): Promise<Conversation[]> {
    const query = { scope: scopeOf(viewer), limit: FOUND };
    const digits = /^#?\s*(\d{1,9})$/.exec(text)?.[1];
    const words = wordsOf(text);
    const [byNumber, byWords, byAddress] = await Promise.all([
      digits === undefined ? [] : timeline.findByNumber(digits, query),
      text.startsWith('#') ? [] : timeline.findByWords(words, query),
      text.startsWith('#') ? [] : customers.findByAddress(words, readPhone(text), query),
    ]);
    return [...new Map([...byNumber, ...byWords, ...byAddress].map((one) => [one.id, one])).values()].slice(0, FOUND);
  }

  return {
    'list:open': async ({ viewer, payload }) => {
      const page = await timeline.list({ scope: scopeOf(viewer), userId: viewer.userId, ...payload });
      return { rows: page.conversations.map(presentRow), next: page.next, counts: countsOf(viewer) };
    },
    'list:counts': async ({ viewer }) => countsOf(viewer),
    'bulk:act': ({ viewer, payload }) => bulk.act(viewer, payload.clientId, payload.ids, payload.action),
    'bulk:undo': ({ viewer, payload }) => bulk.undo(viewer, payload.clientId),
    'bulk:list': ({ viewer }) => bulk.list(viewer),
    'search:find': async ({ viewer, payload }) => ({ rows: (await find(viewer, payload.text)).map(presentRow) }),
  };
}
