/** Moving entries between conversations, and reading what was moved here. */
import type { ConsoleAnswers, ConsoleRequests } from '../../../shared/events.ts';
import type { placementRequests } from '../../../shared/events-placement.ts';
import type { UserViewer } from '../../accounts/scope.ts';
import type { Handlers } from '../bind.ts';
import { notFound } from '../guard/membership.ts';
import { presentAgentEntry } from '../present/agent-entry.ts';
import type { ConsoleSocket } from '../servers.ts';
import type { ConsoleContext } from './context.ts';

type PlacementHandlers = Pick<
  Handlers<UserViewer, ConsoleRequests, ConsoleAnswers, ConsoleSocket>,
  keyof typeof placementRequests
>;

export function createPlacementHandlers({
  work,
  timeline,
}: Pick<ConsoleContext, 'work' | 'timeline'>): PlacementHandlers {
  return {
    'entries:move': ({ viewer, conversation, payload }) => work.moveEntries(viewer, conversation, payload),
    'conversation:merge': ({ viewer, conversation, payload }) => work.merge(viewer, conversation, payload),
    'entries:move-back': async ({ viewer, conversation, payload }) => {
      await work.moveBack(viewer, conversation, payload.placementId);
      return null;
    },
    'entries:placed': async ({ conversation, payload }) => {
      // Whoever may read where it came to may read what came.
      const isThis = ({ id, to }: (typeof conversation.placements)[number]) =>
        id === payload.placementId && to.id === conversation.id;
      const placement = conversation.placements.find(isThis);
      if (!placement) throw notFound();
      const { entries, earlier } = await timeline.placements.entriesOf(placement);
      return { entries: entries.map(presentAgentEntry), earlier };
    },
    async 'conversation:resembled'({ viewer, conversation }) {
      const found = await work.resembled(viewer, conversation);
      if (found === null) return { resembled: null };
      const { id, number, subject, customer, status } = found;
      return { resembled: { id, number, subject, customerName: customer.name, status } };
    },
    async 'conversation:tell-apart'({ viewer, conversation, payload }) {
      await work.tellApart(viewer, conversation, payload.other);
      return null;
    },
  };
}
