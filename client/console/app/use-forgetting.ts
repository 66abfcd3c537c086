/** Lets go of what was read for a moment, such as what searches found, when some of it was erased or is nobody's to see here any more. */
import { useQueryClient } from '@tanstack/react-query';
import { useLosses } from '../sync/use-losses.ts';

/** What was read into these by what queries. */
const passing = [['search'], ['file-text'], ['duplicates'], ['floor', 'cases']];

export function useForgetting(): void {
  const client = useQueryClient();
  useLosses((lost) => {
    // What is in front of somebody is read anew at once, without what was there before unless nothing is known to have gone.
    for (const queryKey of passing)
      void (lost === 'unheard' ? client.invalidateQueries({ queryKey }) : client.resetQueries({ queryKey }));
  });
}
