/** A visitor's own call: whether it may begin, its sound, and its end. */
import type { WidgetAnswers, WidgetRequests } from '../../../shared/events.ts';
import type { VisitorViewer } from '../../accounts/scope.ts';
import type { Handlers } from '../bind.ts';
import { presentVisitorThread } from '../present/threads.ts';
import type { WidgetSocket } from '../servers.ts';
import { readThread } from '../sync.ts';
import { liveInbox, type WidgetContext } from './context.ts';

type CallHandlers = Pick<
  Handlers<VisitorViewer, WidgetRequests, WidgetAnswers, WidgetSocket>,
  'call:prepare' | 'call:start' | 'call:connect' | 'call:read' | 'call:end'
>;

export function createCallHandlers(context: WidgetContext): CallHandlers {
  const { timeline } = context;
  const calls = context.calls.visitors;
  return {
    'call:prepare': async ({ viewer }) => {
      await liveInbox(context, viewer);
      return calls.prepare(viewer);
    },
    'call:start': async ({ viewer, payload, socket }) => {
      await liveInbox(context, viewer);
      await context.limitCalls(socket);
      const [newest] = await timeline.ofIdentities(viewer.identityIds, viewer.inboxId, 1);
      const open = newest?.status === 'open' ? newest.id : null;
      const { call, sdp } = await calls.start(viewer, payload.sdp, open);
      const conversation = call.conversationId ? await timeline.find(call.conversationId) : null;
      if (!conversation) return { call, sdp, thread: null };
      await context.follow(socket, conversation);
      return { call, sdp, thread: presentVisitorThread(await readThread(timeline, conversation, 'visitor')) };
    },
    'call:connect': ({ viewer, payload: { callId, sdp } }) => calls.connect(viewer, callId, sdp),
    'call:read': async ({ viewer, payload }) => ({ call: await calls.read(viewer, payload.callId) }),
    'call:end': async ({ viewer, payload }) => {
      await calls.end(viewer, payload.callId);
      return null;
    },
  };
}
