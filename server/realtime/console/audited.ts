/** Writes down what those who run the floor do to others: taking and giving work, moving it on, setting somebody's state. */
import type { ConsoleAnswers, ConsoleRequests } from '../../../shared/events.ts';
import type { AuditAction } from '../../../shared/model/audit.ts';
import type { Audit } from '../../accounts/audit.ts';
import type { UserViewer } from '../../accounts/scope.ts';
import type { Handlers } from '../bind.ts';
import type { ConsoleSocket } from '../servers.ts';

type ConsoleHandlers = Handlers<UserViewer, ConsoleRequests, ConsoleAnswers, ConsoleSocket>;
type Audited = Pick<ConsoleHandlers, 'work:take' | 'work:give' | 'work:transfer' | 'presence:force'>;

/** The same handlers; what succeeded and concerned somebody else leaves a line in the audit trail. */
export function auditActs<H extends Audited>(handlers: H, audit: Pick<Audit, 'record'>): H {
  const record = (
    { viewer, socket }: { viewer: UserViewer; socket: ConsoleSocket },
    action: AuditAction,
    target: string,
    details: Record<string, unknown>,
  ): Promise<void> =>
    audit.record(
      action,
      { kind: 'user', id: viewer.userId, name: viewer.name },
      target,
      socket.handshake.address,
      details,
    );
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
    async 'presence:force'(call) {
      const answer = await handlers['presence:force'](call);
      const { agentId, ...set } = call.payload;
      await record(call, 'presence.set', agentId, set);
      return answer;
    },
  };
  return { ...handlers, ...audited };
}
