/** Brings the agents after the item: whoever holds it is charged for it, and whoever let it go is not. */
import type { UserId, WorkItemId } from '../../shared/model/ids.ts';
import type { Agent, AgentEvent } from './agent.ts';
import type { WorkStore } from './ports.ts';
import { type Holder, holdersOf, isLive, type Outcome, type Work, type WorkEvent } from './work.ts';

interface Deps {
  work: Pick<WorkStore, 'find'>;
  moveAgent(id: UserId, event: AgentEvent): Promise<{ kind: Outcome<Agent>['kind']; agent: Agent }>;
}

/** Steps taken meanwhile that are looked at again; each has a follower of its own, so giving up only leaves it to that one. */
const LOOKS = 20;

/** Capacity follows the item, never leads it, except for the room that is taken before an offer or a gift. */
export function createFollow({ work, moveAgent }: Deps) {
  /** Another step may have been followed between this one and its follower: the last word is what the item says now. */
  async function settle(id: WorkItemId, agentId: UserId, known: number): Promise<void> {
    let version = known;
    for (let look = 0; look < LOOKS; look += 1) {
      const now = await work.find(id);
      if (!now || now.version === version) return;
      version = now.version;
      await agree(now, agentId);
    }
  }

  async function agree(item: Work, agentId: UserId): Promise<void> {
    const held = holdersOf(item).find((holder) => holder.agentId === agentId);
    const event: AgentEvent = held
      ? { type: 'settle', ...chargeOf(item), offerId: held.offerId }
      : { type: 'release', itemId: item.id, offerId: null };
    await moveAgent(agentId, event);
  }

  return {
    async follow(before: Work, after: Work, event: WorkEvent): Promise<void> {
      for (const { agentId, move } of agentEvents(before, after, event)) {
        await moveAgent(agentId, move);
        await settle(after.id, agentId, after.version);
      }
    },
    /** Room was taken for nothing, or a repeat finds that the first time ended half way: back to what the item says. */
    async restore(id: WorkItemId, agentId: UserId): Promise<void> {
      const now = await work.find(id);
      if (!now) return void (await moveAgent(agentId, { type: 'release', itemId: id, offerId: null }));
      await agree(now, agentId);
      await settle(id, agentId, now.version);
    },
  };
}

/** What a step of the item is for those who hold it before or after. */
export function agentEvents(before: Work, after: Work, event: WorkEvent): { agentId: UserId; move: AgentEvent }[] {
  const [had, has] = [holdersOf(before), holdersOf(after)];
  return [...new Set([...had, ...has].map((holder) => holder.agentId))].flatMap((agentId) => {
    const was = had.find((holder) => holder.agentId === agentId);
    const is = has.find((holder) => holder.agentId === agentId);
    const isSame = was && is && was.offerId === is.offerId && isLive(before) === isLive(after);
    return isSame ? [] : [{ agentId, move: eventFor(after, event, was, is) }];
  });
}

/** What an item takes of whoever holds it. */
export const chargeOf = ({
  id,
  weight,
  exclusive,
  besideId,
  callId,
  inboxId,
  ...work
}: Pick<Work, 'id' | 'weight' | 'exclusive' | 'besideId' | 'callId' | 'inboxId' | 'live' | 'seenOn'>) => ({
  itemId: id,
  canWait: !isLive({ ...work, callId }),
  weight,
  exclusive,
  besideId,
  lineId: callId === null ? null : inboxId,
});

function eventFor(after: Work, event: WorkEvent, was: Holder | undefined, is: Holder | undefined): AgentEvent {
  const { id: itemId } = after;
  const charge = chargeOf(after);
  // Theirs as before: only whether it can wait has changed.
  if (is && was?.offerId === is.offerId) return { type: 'settle', ...charge, ...is };
  if (is) return is.offerId === null ? { type: 'take', ...charge } : { type: 'settle', ...charge, ...is };
  const offerId = was?.offerId ?? null;
  if (offerId !== null && event.type === 'decline') return { type: 'decline', itemId, offerId };
  if (offerId !== null && event.type === 'lapse')
    return { type: 'miss', itemId, offerId, atOnce: after.callId !== null };
  return { type: 'release', itemId, offerId };
}
