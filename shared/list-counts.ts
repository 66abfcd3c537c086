/** What a list's counter shows, of all the counters of somebody. Pure. */
import type { ListCounts, ListFilter, ListView } from './model/list.ts';

export function countIn({ queues, own }: ListCounts, view: ListView): number {
  if (typeof view === 'object') return queues[view.queueId]?.open ?? 0;
  if (view === 'mine') return own.mine;
  const what = view === 'all' ? 'open' : view;
  return Object.values(queues).reduce((sum, counts) => sum + counts[what], own.elsewhere[what]);
}

/** Whether a list holds nothing that is over: that is counted all the time. */
export const isOfOpenOnly = (view: ListView, { status }: Pick<ListFilter, 'status'>): boolean =>
  view === 'mine' || view === 'waiting' || view === 'snoozed' || status === 'open';
