/** What people do with a conversation as work: one case for each request, for the invariant of changes. */
import type { WorkRequests } from '../../shared/events-work.ts';
import type { Offer } from '../../shared/model/agent.ts';
import type { ConversationId, DispositionId, TagId, UserId, WorkItemId } from '../../shared/model/ids.ts';
import { nextClientId } from './client-id.ts';
import type { ConsoleClient } from './console-client.ts';
import type { Scene } from './scene.ts';
import type { Parley } from './start-parley.ts';
import type { Company } from './world.ts';

interface Case {
  scene?: 'active' | 'waiting';
  act(scene: Scene): Promise<unknown>;
}

export const tagId = '01TAG000000000000000000000' as TagId;
export const dispositionId = '01DSP000000000000000000000' as DispositionId;

/** A tag and a disposition that the cases use. */
export async function stockCatalogue({ app }: Pick<Parley, 'app'>): Promise<void> {
  const row = (kind: string, id: string, value: Record<string, unknown>) =>
    app.store.catalogue.insert({
      id,
      kind,
      keys: [`${kind}:${id}`],
      circles: [],
      value: { id, archived: false, ...value },
    });
  await row('tag', tagId, { name: 'Delivery', colour: 'amber' });
  await row('disposition', dispositionId, { name: 'Solved', queueIds: [] });
}

const HOUR = 3_600_000;

export function workCases(
  stage: () => { parley: Pick<Parley, 'app'>; company: Company },
): Record<Exclude<keyof WorkRequests, 'conversation:close' | 'presence:set'>, Case> {
  const idOf = (client: ConsoleClient): UserId => client.me?.id as UserId;
  const workOf = async (client: ConsoleClient, conversationId: ConversationId): Promise<WorkItemId> => {
    const { conversation } = await client.ask('conversation:open', { conversationId });
    if (!conversation.work) throw new Error('It has no work.');
    return conversation.work.id;
  };
  const snoozed = ({ maya, id }: Scene) => maya.ask('work:snooze', { conversationId: id, until: Date.now() + HOUR });
  const wrapUpFor = async (wrapUpSeconds: number) => {
    const { directory } = stage().parley.app.store;
    const queue = await directory.queue(stage().company.north.queueId);
    if (queue) await directory.saveQueue({ ...queue, wrapUpSeconds });
  };

  return {
    'conversation:reopen': {
      async act({ maya, id }) {
        await maya.ask('conversation:close', { conversationId: id });
        await maya.ask('conversation:reopen', { conversationId: id });
      },
    },
    'work:transfer': {
      async act({ maya, ines, id }) {
        await ines.ask('presence:set', { state: 'available' });
        const hand = () =>
          maya.ask('work:transfer', { conversationId: id, to: { kind: 'agent', id: idOf(ines) }, note: 'Psst' });
        const offered = async (known: string | null) =>
          (
            await ines.facts.wait<{ offer: Offer }>(
              'offer:made',
              ({ offer }) => offer.handover !== undefined && offer.id !== known,
            )
          ).offer;
        await hand();
        const first = await offered(null);
        await ines.ask('offer:decline', { offerId: first.id, workItemId: first.workItemId });
        await hand();
        const second = await offered(first.id);
        await ines.ask('offer:accept', { offerId: second.id, workItemId: second.workItemId });
        await ines.ask('presence:set', { state: 'away' });
        const { queueId } = stage().company.north;
        await ines.ask('work:transfer', { conversationId: id, to: { kind: 'queue', id: queueId } });
      },
    },
    'work:recall': {
      async act({ maya, ines, id }) {
        await ines.ask('presence:set', { state: 'available' });
        const workItemId = await workOf(maya, id);
        await maya.ask('work:transfer', { conversationId: id, to: { kind: 'agent', id: idOf(ines) }, note: 'Psst' });
        await maya.ask('work:recall', { workItemId });
        await ines.ask('presence:set', { state: 'away' });
        const { queueId } = stage().company.north;
        await maya.ask('work:transfer', { conversationId: id, to: { kind: 'queue', id: queueId } });
        await maya.ask('work:recall', { workItemId });
      },
    },
    'work:give': {
      act: ({ ines, id }) => ines.ask('work:give', { conversationId: id, agentId: idOf(ines) }),
    },
    'work:take': {
      scene: 'waiting',
      act: ({ ines, id }) => ines.ask('work:take', { conversationId: id }),
    },
    'work:snooze': {
      async act(scene) {
        await snoozed(scene);
        await scene.visitor.send(scene.id, 'I am still here');
        await snoozed(scene);
        await scene.maya.ask('work:snooze', { conversationId: scene.id, until: null });
      },
    },
    'work:prioritise': {
      act: ({ maya, id }) => maya.ask('work:prioritise', { conversationId: id, priority: 'urgent' }),
    },
    'work:tag': {
      async act({ maya, id }) {
        await maya.ask('work:tag', { conversationId: id, add: [tagId] });
        await maya.ask('work:tag', { conversationId: id, remove: [tagId] });
      },
    },
    'work:wrap-up': {
      async act({ maya, visitor, id }) {
        await wrapUpFor(60);
        await maya.ask('conversation:close', { conversationId: id });
        await visitor.send(id, 'One more thing');
        await maya.ask('conversation:close', { conversationId: id });
        await maya.ask('work:wrap-up', { conversationId: id, dispositionId, note: 'Psst' });
        await wrapUpFor(0);
      },
    },
    'guest:ask': {
      act: ({ maya, id }) =>
        maya.ask('guest:ask', {
          ...{
            conversationId: id,
            agentId: stage().company.users.otto,
            clientId: nextClientId(),
            text: 'Psst, what do you think?',
          },
        }),
    },
    'guest:end': {
      async act({ maya, id }) {
        const { otto } = stage().company.users;
        await maya.ask('guest:ask', { conversationId: id, agentId: otto, clientId: nextClientId(), text: 'Psst' });
        await maya.ask('guest:end', { conversationId: id, agentId: otto });
      },
    },
    'hand:raise': { act: ({ maya, id }) => maya.ask('hand:raise', { conversationId: id, text: 'Psst, please look' }) },
    'hand:lower': {
      async act({ maya, ines, id }) {
        await maya.ask('hand:raise', { conversationId: id, text: 'Psst' });
        await ines.ask('hand:lower', { conversationId: id });
      },
    },
    'presence:force': {
      act: ({ maya, ines }) => ines.ask('presence:force', { agentId: idOf(maya), state: 'away' }),
    },
  };
}
