/** One router leads: it makes offers and fires timers, under a fenced lease that it gives up early by its own clock. */
import type { Leases } from './ports.ts';
import type { Timers } from './timers.ts';

export interface Leadership {
  /** Takes or keeps the lease if possible. */
  seek(): Promise<{ fence: number; isNew: boolean } | null>;
  isLeading(): boolean;
  resign(): Promise<void>;
}

interface Deps {
  leases: Leases;
  timers: Pick<Timers, 'monotonic'>;
  holder: string;
  leaseMs: number;
}

const NAME = 'router';
/** Share of the lease after which it is no longer relied on; the rest is for clocks that differ. */
const RELIED_ON = 0.8;
const RENEW_AFTER = 0.3;

export function createLeadership({ leases, timers, holder, leaseMs }: Deps): Leadership {
  let held: { fence: number; takenAt: number } | null = null;

  const age = () => (held ? timers.monotonic() - held.takenAt : Number.POSITIVE_INFINITY);
  const isLeading = () => age() < leaseMs * RELIED_ON;

  return {
    isLeading,
    async seek() {
      // Taken before asking: the lease may have begun as soon as the question left.
      const takenAt = timers.monotonic();
      if (held) {
        const { fence } = held;
        if (age() < leaseMs * RENEW_AFTER) return { fence, isNew: false };
        if (await leases.renew(NAME, holder, fence, leaseMs)) {
          held = { fence, takenAt };
          return { fence, isNew: false };
        }
        held = null;
      }
      const lease = await leases.acquire(NAME, holder, leaseMs);
      if (!lease) return null;
      held = { fence: lease.fence, takenAt };
      return { fence: lease.fence, isNew: true };
    },
    async resign() {
      if (!held) return;
      const { fence } = held;
      held = null;
      await leases.release(NAME, holder, fence);
    },
  };
}
