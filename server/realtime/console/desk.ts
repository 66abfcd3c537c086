/** What a console begins with, and its answers to offers. */
import type { ConsoleAnswers, ConsoleRequests, DeskSnapshot } from '../../../shared/events.ts';
import { limits } from '../../../shared/limits.ts';
import { scopeOf, type UserViewer } from '../../accounts/scope.ts';
import type { Handlers } from '../bind.ts';
import { presentAgentSelf } from '../present/agent-self.ts';
import { presentDeskInbox } from '../present/desk-inbox.ts';
import { presentRow } from '../present/row.ts';
import type { ConsoleSocket } from '../servers.ts';
import type { ConsoleContext } from './context.ts';

type DeskHandlers = Pick<
  Handlers<UserViewer, ConsoleRequests, ConsoleAnswers, ConsoleSocket>,
  'desk:sync' | 'offer:accept' | 'offer:decline'
>;

export function createDeskHandlers({
  timeline,
  routing,
  directory,
  channels,
  desk,
  clock,
}: ConsoleContext): DeskHandlers {
  async function readDesk(viewer: UserViewer): Promise<DeskSnapshot> {
    const [state, offers, mine, inboxes, queues, preferences] = await Promise.all([
      routing.agent(viewer.userId),
      routing.offersOf(viewer.userId),
      timeline.list({ scope: scopeOf(viewer), view: 'mine', userId: viewer.userId, limit: limits.listPage }),
      directory.inboxes(),
      directory.queues(),
      desk.preferences.of(viewer.userId),
    ]);
    return {
      me: presentAgentSelf(viewer, state),
      offers,
      mine: mine.conversations.map(presentRow),
      inboxes: inboxes.map((inbox) => presentDeskInbox(inbox, channels.get(inbox.channel))),
      queues: queues.map(({ id, name, wrapUpSeconds, teamIds }) => ({ id, name, wrapUpSeconds, teamIds })),
      preferences,
      now: clock.now(),
    };
  }

  return {
    'desk:sync': ({ viewer }) => readDesk(viewer),
    'offer:accept': ({ viewer, payload }) => routing.accept(viewer.userId, payload.workItemId, payload.offerId),
    'offer:decline': async ({ viewer, payload }) => {
      await routing.decline(viewer.userId, payload.workItemId, payload.offerId, payload.reason);
      return null;
    },
  };
}
