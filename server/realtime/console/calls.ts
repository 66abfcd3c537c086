/** Calls: every request goes to the verb of the same meaning, which checks the rights. Who listens in is written down. */

import type { ConsoleAnswers, ConsoleRequests } from '../../../shared/events.ts';
import type { CallRequests } from '../../../shared/events-calls.ts';
import type { UserViewer } from '../../accounts/scope.ts';
import type { Handlers } from '../bind.ts';
import type { ConsoleSocket } from '../servers.ts';
import type { ConsoleContext } from './context.ts';

type CallHandlers = Pick<Handlers<UserViewer, ConsoleRequests, ConsoleAnswers, ConsoleSocket>, keyof CallRequests>;

export function createCallHandlers({
  calls,
  accounts,
  routing,
}: Pick<ConsoleContext, 'calls' | 'accounts' | 'routing'>): CallHandlers {
  const done = async (work: Promise<unknown>): Promise<null> => {
    await work;
    return null;
  };
  return {
    'calls:list': ({ viewer }) => calls.list(viewer),
    'call:grant': async ({ viewer }) => ({ lines: await calls.grants(viewer) }),
    'call:lines': ({ viewer, payload, socket }) => done(routing.agentLines(viewer.userId, socket.id, payload.inboxIds)),
    'call:connect': ({ viewer, payload: { callId, legId, sdp } }) => calls.connect(viewer, callId, legId, sdp),
    'call:dial': async ({ viewer, payload }) => ({ call: await calls.dial(viewer, payload) }),
    'call:hold': ({ viewer, payload }) => done(calls.hold(viewer, payload.callId, payload.held)),
    'call:mute': ({ viewer, payload }) => done(calls.mute(viewer, payload.callId, payload.muted)),
    'call:press': ({ viewer, payload }) => done(calls.press(viewer, payload.callId, payload.digits)),
    'call:end': ({ viewer, payload }) => done(calls.end(viewer, payload.callId)),
    'call:transfer': ({ viewer, payload: { callId, mode, to, note } }) =>
      done(calls.transfer(viewer, callId, mode, to, note)),
    'call:finish-transfer': ({ viewer, payload }) => done(calls.finishTransfer(viewer, payload.callId)),
    'call:cancel-transfer': ({ viewer, payload }) => done(calls.cancelTransfer(viewer, payload.callId)),
    'call:add': ({ viewer, payload }) => done(calls.add(viewer, payload.callId, payload.to)),
    'call:remove': ({ viewer, payload }) => done(calls.remove(viewer, payload.callId, payload.legId)),
    'call:record': ({ viewer, payload }) => done(calls.record(viewer, payload.callId, payload.what)),
    'call:wrap-up': ({ viewer, payload: { callId, ...ending } }) => done(calls.wrapUp(viewer, callId, ending)),
    async 'call:listen'({ viewer, payload: { callId, mode }, socket }) {
      const conversationId = await calls.listen(viewer, callId, mode);
      const actor = { kind: 'user', id: viewer.userId, name: viewer.name } as const;
      const { address } = socket.handshake;
      await accounts.audit.record('call.listened', actor, conversationId ?? callId, address, {
        callId,
        mode: mode ?? 'off',
      });
      return null;
    },
  };
}
