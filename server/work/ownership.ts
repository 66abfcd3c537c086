/** Who has it, when it comes back, and how it ends: the rights and names around what routing does. */
import { AppError } from '../../shared/errors.ts';
import type { TransferDestination } from '../../shared/events-work.ts';
import { limits } from '../../shared/limits.ts';
import type { UserId } from '../../shared/model/ids.ts';
import { requireServing, type UserViewer } from '../accounts/scope.ts';
import type { Person, Said, TransferTo } from '../routing/routing.ts';
import type { Conversation } from '../timeline/model.ts';
import type { Ending, WorkDeps, WorkVerbs } from './ports.ts';
import { requireFloor, requireLeave } from './rights.ts';

type Verbs = Pick<
  WorkVerbs,
  'close' | 'wrapUp' | 'reopen' | 'transfer' | 'recall' | 'give' | 'take' | 'snooze' | 'prioritise'
>;

const personOf = ({ userId: id, name }: UserViewer): Person => ({ id, name });

export function createOwnership({ routing, catalogue, teams, people, clock }: WorkDeps): Verbs {
  /** @throws AppError `invalid` for a disposition that is not of this queue */
  async function saidOf(conversation: Conversation, { dispositionId, note }: Ending): Promise<Said> {
    if (dispositionId === null) return { outcome: null, ...(note ? { note } : {}) };
    const found = (await catalogue.dispositions()).find(({ id }) => id === dispositionId);
    const isHere = found && (found.queueIds.length === 0 || found.queueIds.includes(conversation.queueId));
    if (!found || !isHere) {
      throw new AppError('invalid', 'It cannot end like this here.', {
        fields: { dispositionId: 'not of this queue' },
      });
    }
    return { outcome: { dispositionId, name: found.name, ...(note ? { note } : {}) } };
  }

  async function colleague(id: UserId): Promise<Person> {
    const found = await people.viewerOfUser(id);
    if (!found) throw new AppError('not_found', 'There is no such colleague.');
    return personOf(found);
  }

  async function resolve(viewer: UserViewer, to: TransferDestination): Promise<TransferTo> {
    switch (to.kind) {
      case 'agent':
        if (to.id === viewer.userId) throw new AppError('invalid', 'It cannot be handed to oneself.');
        return { kind: 'agent', person: await colleague(to.id) };
      case 'queue':
        return to;
      case 'team': {
        const team = (await teams()).find(({ id }) => id === to.id);
        if (!team) throw new AppError('not_found', 'There is no such team.');
        return { kind: 'team', id: to.id, name: team.name };
      }
    }
  }

  return {
    async close(viewer, conversation, ending) {
      requireServing(viewer, conversation);
      const said = await saidOf(conversation, ending);
      // The customer ended it in the same moment: what was said of it is kept all the same.
      if (conversation.status === 'closed' && said.outcome && conversation.outcome === null) {
        return routing.wrapUp(conversation.id, personOf(viewer), said);
      }
      await routing.close(conversation.id, { kind: 'agent', ...personOf(viewer) }, 'done', said);
    },
    async wrapUp(viewer, conversation, ending) {
      requireLeave(viewer, conversation);
      await routing.wrapUp(conversation.id, personOf(viewer), await saidOf(conversation, ending));
    },
    async reopen(viewer, conversation) {
      requireServing(viewer, conversation);
      if (conversation.work?.state === 'wrap-up') requireLeave(viewer, conversation);
      await routing.reopen(conversation.id, personOf(viewer));
    },
    async transfer(viewer, conversation, to, note) {
      requireLeave(viewer, conversation);
      await routing.handOver(conversation.id, await resolve(viewer, to), personOf(viewer), note || undefined);
    },
    recall: (viewer, id) => routing.recall(id, personOf(viewer)),
    async give(viewer, conversation, agentId) {
      requireFloor(viewer, conversation);
      await routing.give(conversation.id, await colleague(agentId), personOf(viewer));
    },
    async take(viewer, conversation) {
      requireLeave(viewer, conversation);
      await routing.give(conversation.id, personOf(viewer), personOf(viewer));
    },
    async snooze(viewer, conversation, until) {
      requireLeave(viewer, conversation);
      const now = clock.now();
      if (until !== null && (until <= now || until > now + limits.snoozeMs)) {
        throw new AppError('invalid', 'This is no time to come.', {
          fields: { until: 'must lie within the next year' },
        });
      }
      await routing.snooze(conversation.id, until, personOf(viewer));
    },
    async prioritise(viewer, conversation, priority) {
      requireLeave(viewer, conversation);
      await routing.prioritise(conversation.id, priority, personOf(viewer));
    },
  };
}
