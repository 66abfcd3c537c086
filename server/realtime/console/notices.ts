/** What an agent was told and has read of it. */
import type { ConsoleAnswers, ConsoleRequests } from '../../../shared/events.ts';
import type { UserViewer } from '../../accounts/scope.ts';
import type { Handlers } from '../bind.ts';
import type { ConsoleSocket } from '../servers.ts';
import type { ConsoleContext } from './context.ts';

type NoticeHandlers = Pick<
  Handlers<UserViewer, ConsoleRequests, ConsoleAnswers, ConsoleSocket>,
  'notices:list' | 'notices:read'
>;

export function createNoticeHandlers({ notices }: ConsoleContext): NoticeHandlers {
  return {
    'notices:list': async ({ viewer }) => ({ notices: await notices.list(viewer) }),
    'notices:read': async ({ viewer, payload }) => {
      await notices.read(viewer.userId, payload.ids);
      return null;
    },
  };
}
