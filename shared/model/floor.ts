/** The floor: who works here and what they are at, as colleagues and as those who run it see it. */
import type { Presence, Role } from './agent.ts';
import type { QueueId, TeamId, UserId } from './ids.ts';

/** Somebody inside who is not disabled, as everybody inside may know them. `used` and `capacity` in units of 100 per full agent. */
export interface Colleague {
  id: UserId;
  name: string;
  role: Role;
  teamIds: TeamId[];
  queueIds: QueueId[];
  presence: Presence;
  used: number;
  capacity: number;
  /** a console of theirs is open */
  connected: boolean;
  /** raised by every change of presence and load; an older one is dropped */
  rev: number;
}
