/** What routing did that somebody may not have seen, as notices that stay until they are read. */
import type { Log } from '../lib/log.ts';
import type { NoticeDraft, NoticesPort } from '../notices/notices.ts';
import type { WorkNews } from '../routing/routing.ts';
import type { Timeline } from '../timeline/timeline.ts';

interface Deps {
  notices: NoticesPort;
  timeline: Pick<Timeline, 'find'>;
  log: Log;
}

type Said = Pick<NoticeDraft, 'kind' | 'byName' | 'text'>;

/** Never throws: a notice that could not be kept is no reason to fail what it tells of. */
export function createNewsTeller({ notices, timeline, log }: Deps): (news: readonly WorkNews[]) => Promise<void> {
  async function tell(news: WorkNews): Promise<void> {
    if (news.type === 'recalled') return notices.withdraw(news.to, onceOf(news, 'handed-over'));
    const conversation = await timeline.find(news.conversationId);
    if (!conversation) return;
    await notices.tell([news.to], {
      ...saidOf(news),
      conversationId: conversation.id,
      number: conversation.number,
      customerName: conversation.customer.name,
      once: onceOf(news, news.type),
    });
  }

  return async (all) => {
    for (const news of all) {
      await tell(news).catch((error: unknown) => log.error({ err: error, news: news.type }, 'A notice was not kept.'));
    }
  };
}

const onceOf = ({ workItemId, version }: WorkNews, type: WorkNews['type']): string =>
  `work:${workItemId}:${version}:${type}`;

function saidOf(news: Exclude<WorkNews, { type: 'recalled' }>): Said {
  switch (news.type) {
    case 'handed-over':
      return { kind: 'handed-over', byName: news.byName, text: news.note };
    case 'handed-back':
      return { kind: 'handed-back', byName: news.name };
    case 'given':
      return { kind: 'assigned', byName: news.byName };
    case 'offer-missed':
      return { kind: 'offer-missed', byName: null };
    case 'woken':
      return { kind: 'snooze-over', byName: null };
  }
}
