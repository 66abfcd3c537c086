/** Counters of lists that are narrowed down, kept by the server while this is on screen. */
import { useEffect, useMemo, useSyncExternalStore } from 'react';
import { useDesk } from '../../../sync/use-desk.ts';
import { keyOf, type ListChoice } from '../../../sync/views.ts';

/** In words, each in its place; undefined until it was counted. */
export function useViewCounts(choices: readonly ListChoice[]): (string | undefined)[] {
  const { viewCounts } = useDesk();
  const names = choices.map(keyOf).join('\n');
  // biome-ignore lint/correctness/useExhaustiveDependencies: the same names are the same choices
  const followed = useMemo(() => choices, [names]);
  useEffect(() => viewCounts.follow(followed), [viewCounts, followed]);
  const counts = useSyncExternalStore(viewCounts.store.subscribe, viewCounts.store.get);
  return choices.map((choice) => {
    const counted = counts[keyOf(choice)];
    return counted && `${counted.count}${counted.isMore ? '+' : ''}`;
  });
}
