/** A queue's reply target was changed: the clocks that run in it are set to the new one, each counted from the word that started it. */
import type { QueueId } from '../../shared/model/ids.ts';
import type { Entry } from './model.ts';
import { type DueAfter, waitsSince } from './reply-due.ts';
import type { Timeline } from './timeline.ts';
import { isWord } from './word.ts';

interface Deps {
  timeline: Pick<Timeline, 'list' | 'before' | 'append'>;
  replyTargets(): Promise<(queueId: QueueId) => DueAfter>;
  now(): number;
}

const PAGE = 100;
/** Who wrote more than this without an answer is counted from here. */
const LOOK_BACK = 5;

/** Answers how many clocks it set. Dying halfway leaves the others as they were, until their customers' next turn. */
export function createRetarget({ timeline, replyTargets, now }: Deps): (queueId: QueueId) => Promise<number> {
  /** The entries since the team last said something, oldest first. */
  async function sinceAnswer(conversationId: Entry['conversationId']): Promise<Entry[]> {
    let found: Entry[] = [];
    let seq = Number.MAX_SAFE_INTEGER;
    for (let look = 0; look < LOOK_BACK; look += 1) {
      const { entries, earlier } = await timeline.before(conversationId, 'agent', seq, PAGE);
      found = [...entries, ...found];
      seq = entries[0]?.seq ?? 0;
      if (!earlier || entries.some(({ author, body }) => author.kind === 'agent' && isWord(body))) break;
    }
    return found;
  }

  return async (queueId) => {
    const dueAfter = (await replyTargets())(queueId);
    let cursor: string | undefined;
    let set = 0;
    do {
      const query = { scope: { kind: 'all' }, view: { queueId }, userId: null, sort: 'waited', limit: PAGE } as const;
      const page = await timeline.list({ ...query, filter: { status: 'open' }, cursor });
      for (const { id, identityId, inboxId, tally, replyDue = null } of page.conversations) {
        const from = tally.customer === 0 ? null : waitsSince(await sinceAnswer(id));
        if (from === null) continue;
        const due = dueAfter(from, replyDue?.which ?? (tally.agent === 0 ? 'first' : 'next'));
        if (due?.at === replyDue?.at && due?.minutes === replyDue?.minutes) continue;
        await timeline.append({
          ...{ conversationId: id, key: `retarget:${id}:${now()}`, author: { kind: 'system' }, identityId, inboxId },
          ...{ direction: 'internal', body: { kind: 'event', event: { type: 'retargeted', from, tally } } },
        });
        set += 1;
      }
      cursor = page.next ?? undefined;
    } while (cursor !== undefined);
    return set;
  };
}
