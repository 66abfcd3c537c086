/** Devices that somebody signed in from before, known again by a sealed cookie: what strangers do to an account does not touch them. */
import { z } from 'zod';
import type { UserId } from '../../shared/model/ids.ts';
import type { SecretBox } from '../lib/secret-box.ts';
import { drawToken } from './tokens.ts';

export interface Devices {
  /** The device's own name if this person signed in from it before; null for a stranger's, for none, and for what was tampered with. */
  find(cookie: string | undefined, userId: UserId): string | null;
  /** The cookie to keep from now on; others who share the device stay known. */
  remember(cookie: string | undefined, userId: UserId): string;
}

/** A desk that many share remembers the last few. */
const PEOPLE = 12;
const CONTEXT = 'device';
const deviceSchema = z.object({ id: z.string(), people: z.array(z.string()) });
type Device = z.infer<typeof deviceSchema>;

export function createDevices(secretBox: SecretBox): Devices {
  function open(cookie: string | undefined): Device | null {
    if (!cookie || cookie.length > 2_000) return null;
    try {
      return deviceSchema.parse(JSON.parse(secretBox.open(cookie, CONTEXT)));
    } catch {
      return null;
    }
  }
  return {
    find(cookie, userId) {
      const device = open(cookie);
      return device?.people.includes(userId) ? device.id : null;
    },
    remember(cookie, userId) {
      const { id, people } = open(cookie) ?? { id: drawToken(), people: [] };
      const known = [userId, ...people.filter((one) => one !== userId)].slice(0, PEOPLE);
      return secretBox.seal(JSON.stringify({ id, people: known }), CONTEXT);
    },
  };
}
