/** Tells those who asked for their colleagues how each of them changes: at once, then at most once per interval and person. */
import type { Colleague } from '../../../shared/model/floor.ts';
import type { UserId } from '../../../shared/model/ids.ts';
import type { Log } from '../../lib/log.ts';
import { colleaguesRoom } from '../rooms.ts';
import type { AudienceRooms } from './audience-rooms.ts';

export interface ColleagueFacts {
  /** Presence, load, name, role, teams or being there changed. */
  touch(id: UserId): void;
  stop(): void;
}

export interface ColleagueFactsDeps {
  rooms: Pick<AudienceRooms, 'console' | 'hasAgents'>;
  find(id: UserId): Promise<Colleague | null>;
  intervalMs: number;
  log: Log;
}

export function createColleagueFacts({ rooms, find, intervalMs, log }: ColleagueFactsDeps): ColleagueFacts {
  const open = new Map<UserId, { isDirty: boolean; timer: NodeJS.Timeout }>();

  async function tell(id: UserId): Promise<void> {
    // What is told is read now, so that the last fact is always the newest.
    const colleague = await find(id);
    rooms.console.to(colleaguesRoom).emit('colleague:changed', { id, colleague });
  }

  function startInterval(id: UserId): void {
    open.set(id, { isDirty: false, timer: setTimeout(() => endInterval(id), intervalMs).unref() });
    tell(id).catch((error: unknown) => log.warn({ err: error, id }, 'a colleague was not told'));
  }

  function endInterval(id: UserId): void {
    const slot = open.get(id);
    open.delete(id);
    if (slot?.isDirty) startInterval(id);
  }

  return {
    touch(id) {
      if (!rooms.hasAgents([colleaguesRoom])) return;
      const slot = open.get(id);
      if (slot) slot.isDirty = true;
      else startInterval(id);
    },
    stop() {
      for (const { timer } of open.values()) clearTimeout(timer);
      open.clear();
    },
  };
}
