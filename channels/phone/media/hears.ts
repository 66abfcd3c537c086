/** Who hears whom in a room, as a rule alone; the mixer is tested against it. */
import type { LegRole } from './media-plane.ts';

export interface Part {
  legId: string;
  role: LegRole;
  muted: boolean;
  held: boolean;
}

/** Whose voice goes into the room for everybody, and into its recording. */
export const isHeardByAll = (part: Part): boolean => part.role.mode === 'talk' && !part.muted && !part.held;

/** A coach's voice goes to one alone. */
export const isHeardByOne = (part: Part): boolean => part.role.mode === 'coach' && !part.muted && !part.held;

/** Nobody hears themselves; who is held hears music and nobody, and is heard by nobody. */
export function hears(listener: Part, speaker: Part): boolean {
  if (listener.legId === speaker.legId || listener.held) return false;
  if (isHeardByAll(speaker)) return true;
  return isHeardByOne(speaker) && speaker.role.mode === 'coach' && speaker.role.coachOf === listener.legId;
}
