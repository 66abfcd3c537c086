/** Looks over the counters from time to time, so that what another node's lost news left wrong does not stay so. */
import type { Log } from '../lib/log.ts';
import type { Counters } from './counters.ts';

/** Counts first; resolves then. Answers how to stop. */
export async function startReconciler(
  counters: Pick<Counters, 'reconcile'>,
  intervalMs: number,
  log: Log,
): Promise<() => Promise<void>> {
  await counters.reconcile();
  let underWay: Promise<void> = Promise.resolve();
  const look = async (): Promise<void> => {
    try {
      const mended = await counters.reconcile();
      if (mended > 0) log.warn({ mended }, 'Counters of the lists were put right.');
    } catch (error) {
      log.warn({ err: error }, 'The counters of the lists were not looked over.');
    }
  };
  const timer = setInterval(() => {
    underWay = underWay.then(look);
  }, intervalMs).unref();
  return async () => {
    clearInterval(timer);
    await underWay;
  };
}
