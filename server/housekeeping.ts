/** Forgets what is over: sessions, links, files that were never sent, channel state past its time, old notices. */
import type { Accounts } from './accounts/accounts.ts';
import type { Keeping } from './calls/keeping.ts';
import type { Customers } from './customers/customers.ts';
import type { Imports } from './customers/importing/imports.ts';
import type { Desk } from './desk/desk.ts';
import type { Files } from './files/files.ts';
import type { Blobs } from './lib/blobs.ts';
import type { Clock } from './lib/clock.ts';
import type { Log } from './lib/log.ts';
import type { Notices } from './notices/notices.ts';
import type { ChannelStateStore } from './store/channel-state.ts';

export interface HousekeepingDeps {
  accounts: Pick<Accounts, 'sweep'>;
  customers: Pick<Customers, 'sweep'>;
  imports: Pick<Imports, 'sweep'>;
  files: Pick<Files, 'collectOrphans'>;
  blobs: Pick<Blobs, 'sweep'>;
  channelState: Pick<ChannelStateStore, 'dropExpired'>;
  notices: Pick<Notices, 'sweep'>;
  desk: Pick<Desk, 'sweep'>;
  recordings: Pick<Keeping, 'sweep'>;
  clock: Clock;
  log: Log;
}

const HOUR = 60 * 60 * 1000;
const UNFINISHED_AFTER = 24 * HOUR;

/** Once now and every hour; answers how to stop, which waits for the round under way. */
export function startHousekeeping(deps: HousekeepingDeps): () => Promise<void> {
  const { accounts, customers, files, blobs, channelState, notices, clock, log } = deps;
  let round = Promise.resolve();

  async function sweep(): Promise<void> {
    try {
      await accounts.sweep();
      await channelState.dropExpired(clock.now());
      await notices.sweep();
      await customers.sweep();
      await deps.imports.sweep();
      await deps.desk.sweep();
      const removed = await deps.recordings.sweep();
      if (removed > 0) log.info({ removed }, 'recordings were removed by rule');
      await blobs.sweep(clock.now() - UNFINISHED_AFTER);
      const count = await files.collectOrphans();
      if (count > 0) log.info({ count }, 'files that were never sent were deleted');
    } catch (error) {
      log.warn({ err: error }, 'housekeeping failed and is tried again in an hour');
    }
  }

  const next = (): void => {
    round = round.then(sweep);
  };
  next();
  const timer = setInterval(next, HOUR);
  timer.unref();
  return async () => {
    clearInterval(timer);
    await round;
  };
}
