/** What a demo draws for itself, kept in its data folder for its owner alone: its people's passwords and its ids. */
import { randomInt } from 'node:crypto';
import { z } from 'zod';
import { type CalendarId, type InboxId, idSchema, type QueueId, type TeamId } from '../../shared/model/ids.ts';
import { ensureJson } from '../data-folder.ts';
import type { Ids } from '../lib/ids.ts';
import { demoPeople } from './people.ts';

const demoSchema = z.object({
  /** by address */
  passwords: z.record(z.string(), z.string()),
  ids: z.object({
    team: idSchema<TeamId>(),
    queue: idSchema<QueueId>(),
    calendar: idSchema<CalendarId>(),
    inbox: idSchema<InboxId>(),
  }),
});
export type DemoFile = z.infer<typeof demoSchema>;

export function openDemoFile(dir: string, ids: Ids): Promise<DemoFile> {
  return ensureJson(dir, 'demo.json', demoSchema, () => ({
    passwords: Object.fromEntries(demoPeople.map(({ email }) => [email, drawPassword()])),
    ids: {
      team: ids.next<TeamId>(),
      queue: ids.next<QueueId>(),
      calendar: ids.next<CalendarId>(),
      inbox: ids.next<InboxId>(),
    },
  }));
}

/** 80 bits in letters and digits that are not mistaken for one another. */
function drawPassword(): string {
  const alphabet = 'abcdefghjkmnpqrstuvwxyz23456789';
  const group = (): string => Array.from({ length: 4 }, () => alphabet[randomInt(alphabet.length)]).join('');
  return [group(), group(), group(), group()].join('-');
}
