/** Working on a conversation: every request goes to the verb of the same meaning, which checks the rights. */
import type { ConsoleAnswers, ConsoleRequests } from '../../../shared/events.ts';
import type { WorkRequests } from '../../../shared/events-work.ts';
import type { UserViewer } from '../../accounts/scope.ts';
import type { Handlers } from '../bind.ts';
import { presentAgentSelf } from '../present/agent-self.ts';
import type { ConsoleSocket } from '../servers.ts';
import type { ConsoleContext } from './context.ts';

type WorkHandlers = Pick<Handlers<UserViewer, ConsoleRequests, ConsoleAnswers, ConsoleSocket>, keyof WorkRequests>;

export function createWorkHandlers({ work }: Pick<ConsoleContext, 'work'>): WorkHandlers {
  const done = async (work: Promise<void>): Promise<null> => {
    await work;
    return null;
  };
  return {
    'conversation:close': ({ viewer, conversation, payload }) => done(work.close(viewer, conversation, payload)),
    'conversation:reopen': ({ viewer, conversation }) => done(work.reopen(viewer, conversation)),
    'work:wrap-up': ({ viewer, conversation, payload }) => done(work.wrapUp(viewer, conversation, payload)),
    'work:transfer': ({ viewer, conversation, payload }) =>
      done(work.transfer(viewer, conversation, payload.to, payload.note)),
    'work:recall': ({ viewer, payload }) => done(work.recall(viewer, payload.workItemId)),
    'work:give': ({ viewer, conversation, payload }) => done(work.give(viewer, conversation, payload.agentId)),
    'work:take': ({ viewer, conversation }) => done(work.take(viewer, conversation)),
    'work:snooze': ({ viewer, conversation, payload }) => done(work.snooze(viewer, conversation, payload.until)),
    'work:prioritise': ({ viewer, conversation, payload }) =>
      done(work.prioritise(viewer, conversation, payload.priority)),
    'work:tag': ({ viewer, conversation, payload }) =>
      done(work.tag(viewer, conversation, payload.add, payload.remove)),
    'guest:ask': ({ viewer, conversation, payload }) => done(work.askIn(viewer, conversation, payload)),
    'guest:end': ({ viewer, conversation, payload }) => done(work.dismiss(viewer, conversation, payload.agentId)),
    'hand:raise': ({ viewer, conversation, payload }) => done(work.raiseHand(viewer, conversation, payload.text)),
    'hand:lower': ({ viewer, conversation }) => done(work.lowerHand(viewer, conversation)),
    'presence:set': async ({ viewer, payload }) =>
      presentAgentSelf(viewer, await work.setPresence(viewer, payload.state, payload.reasonId)),
    'presence:force': ({ viewer, payload }) =>
      done(work.forcePresence(viewer, payload.agentId, payload.state, payload.reasonId)),
  };
}
