/** Writes down what those who run the floor do to others: taking and giving work, moving it on, setting its priority or somebody's state. */
import type { ConsoleAnswers, ConsoleRequests } from '../../../shared/events.ts';
import type { AuditAction } from '../../../shared/model/audit.ts';
import type { Audit } from '../../accounts/audit.ts';
import type { UserViewer } from '../../accounts/scope.ts';
import type { Handlers } from '../bind.ts';
import type { ConsoleSocket } from '../servers.ts';

type ConsoleHandlers = Handlers<UserViewer, ConsoleRequests, ConsoleAnswers, ConsoleSocket>;
type Audited = Pick<
  ConsoleHandlers,
  'work:take' | 'work:give' | 'work:transfer' | 'work:prioritise' | 'presence:force'
>;

interface Asked {
  viewer: UserViewer;
  socket: ConsoleSocket;
}

const createRecorder =
  (audit: Pick<Audit, 'record'>) =>
  ({ viewer, socket }: Asked, action: AuditAction, target: string, details: Record<string, unknown>): Promise<void> => {
    const actor = { kind: 'user', id: viewer.userId, name: viewer.name } as const;
    return audit.record(action, actor, target, socket.handshake.address, details);
  };

/** The same handlers; what succeeded and concerned somebody else leaves a line in the audit trail. */
export function auditActs<H extends Audited>(handlers: H, audit: Pick<Audit, 'record'>): H {
  const record = createRecorder(audit);
  const audited: Audited = {
    async 'work:take'(call) {
      const answer = await handlers['work:take'](call);
      const { work, id, number } = call.conversation;
      const from = work?.state === 'active' ? work.ownerId : null;
      if (from && from !== call.viewer.userId) await record(call, 'work.taken-over', id, { number, from });
      return answer;
    },
    async 'work:give'(call) {
      const answer = await handlers['work:give'](call);
      const { id, number, work } = call.conversation;
      const { agentId: to } = call.payload;
      if (to !== call.viewer.userId) await record(call, 'work.given', id, { number, from: work?.ownerId ?? null, to });
      return answer;
    },
    async 'work:transfer'(call) {
      const answer = await handlers['work:transfer'](call);
      const { id, number, work } = call.conversation;
      const from = work?.ownerId ?? null;
      if (from !== call.viewer.userId) await record(call, 'work.moved', id, { number, from, to: call.payload.to });
      return answer;
    },
    async 'work:prioritise'(call) {
      const answer = await handlers['work:prioritise'](call);
      const { id, number, work, priority: before } = call.conversation;
      const { priority } = call.payload;
      // Whoever has it may set it as they like; who sets it for others is written down.
      if (before === priority || work?.ownerId === call.viewer.userId) return answer;
      await record(call, 'work.prioritised', id, { number, before, priority });
      return answer;
    },
    async 'presence:force'(call) {
      const answer = await handlers['presence:force'](call);
      const { agentId, ...set } = call.payload;
      await record(call, 'presence.set', agentId, set);
      return answer;
    },
  };
  return { ...handlers, ...audited };
}

/** Many at once: one line for all of them, from whoever may do it to what is others'. */
export function auditBulk<H extends Pick<ConsoleHandlers, 'bulk:act'>>(handlers: H, audit: Pick<Audit, 'record'>): H {
  const record = createRecorder(audit);
  const audited: Pick<ConsoleHandlers, 'bulk:act'> = {
    async 'bulk:act'(call) {
      const answer = await handlers['bulk:act'](call);
      const { ids, list, action } = call.payload;
      if (!call.viewer.permissions.includes('floor:manage')) return answer;
      // How many of a whole list it was is known when it is done; which list it was is known now.
      const count = ids?.length ?? null;
      const which = list ? { view: list.view } : null;
      if (action.kind === 'prioritise')
        await record(call, 'work.prioritised', '', { count, ...which, priority: action.priority });
      if (action.kind === 'assign') await record(call, 'work.moved', '', { count, ...which, to: action.to });
      return answer;
    },
  };
  return { ...handlers, ...audited };
}
