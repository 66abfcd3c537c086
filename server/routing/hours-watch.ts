/** Notices when an inbox opens or closes by its calendar, so that visitors are told without asking. */
import type { InboxId } from '../../shared/model/ids.ts';
import { isOpen } from './calendar.ts';
import type { RoutingDirectory } from './ports.ts';

export interface HoursWatch {
  /** Inboxes that opened or closed since the last look; looks at most every 15 s. */
  look(now: number): Promise<InboxId[]>;
}

const EVERY = 15_000;

export function createHoursWatch(directory: Pick<RoutingDirectory, 'inboxes' | 'calendar'>): HoursWatch {
  const known = new Map<InboxId, boolean>();
  let lookedAt = Number.NEGATIVE_INFINITY;

  return {
    async look(now) {
      if (now - lookedAt < EVERY) return [];
      lookedAt = now;
      const changed: InboxId[] = [];
      for (const inbox of await directory.inboxes()) {
        const calendar = inbox.calendarId ? await directory.calendar(inbox.calendarId) : null;
        const open = calendar === null || isOpen(calendar, now);
        if ((known.get(inbox.id) ?? open) !== open) changed.push(inbox.id);
        known.set(inbox.id, open);
      }
      return changed;
    },
  };
}
