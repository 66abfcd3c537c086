/** The lists of conversations, each with a page of rows and the counters of all three. */
import { type ConsoleAnswers, type ConsoleRequests, type ListView, listViews } from '../../../shared/events.ts';
import { scopeOf, type UserViewer } from '../../accounts/scope.ts';
import type { Handlers } from '../bind.ts';
import { presentRow } from '../present/row.ts';
import type { ConsoleSocket } from '../servers.ts';
import type { ConsoleContext } from './context.ts';

type ListHandlers = Pick<Handlers<UserViewer, ConsoleRequests, ConsoleAnswers, ConsoleSocket>, 'list:open'>;

export function createListHandlers({ timeline }: Pick<ConsoleContext, 'timeline'>): ListHandlers {
  async function countViews(viewer: UserViewer): Promise<Record<ListView, number>> {
    const scope = scopeOf(viewer);
    const counts = await Promise.all(
      listViews.map(async (view) => [view, await timeline.count({ scope, view, userId: viewer.userId })] as const),
    );
    return Object.fromEntries(counts) as Record<ListView, number>;
  }

  return {
    'list:open': async ({ viewer, payload }) => {
      const [page, counts] = await Promise.all([
        timeline.list({ scope: scopeOf(viewer), userId: viewer.userId, ...payload }),
        countViews(viewer),
      ]);
      return { rows: page.conversations.map(presentRow), next: page.next, counts };
    },
  };
}
