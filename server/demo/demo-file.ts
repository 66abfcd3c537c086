/** What a demo draws for itself, kept in its data folder for its owner alone: its people's passwords and its ids. */
import { randomInt } from 'node:crypto';
import { join } from 'node:path';
import { z } from 'zod';
import { type CalendarId, type InboxId, idSchema, type QueueId, type TeamId } from '../../shared/model/ids.ts';
import { ensureJson, readJson } from '../data-folder.ts';
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
  /** where the company takes mail; demos of an earlier time have none */
  mailbox: idSchema<InboxId>().optional(),
  /** where the company is called; demos of an earlier time have none */
  phone: idSchema<InboxId>().optional(),
  /** who answers it; in demos of an earlier time it waits among the chats */
  mail: z.object({ team: idSchema<TeamId>(), queue: idSchema<QueueId>() }).optional(),
  /** the trade desk; demos of an earlier time have none */
  trade: z.object({ team: idSchema<TeamId>(), queue: idSchema<QueueId>(), inbox: idSchema<InboxId>() }).optional(),
});
/** in the data folder */
export const DEMO_FILE = 'demo.json';
export type DemoFile = z.infer<typeof demoSchema>;

export function openDemoFile(dir: string, ids: Ids): Promise<DemoFile> {
  return ensureJson(dir, DEMO_FILE, demoSchema, () => ({
    passwords: Object.fromEntries(demoPeople.map(({ email }) => [email, drawPassword()])),
    ids: {
      team: ids.next<TeamId>(),
      queue: ids.next<QueueId>(),
      calendar: ids.next<CalendarId>(),
      inbox: ids.next<InboxId>(),
    },
    mailbox: ids.next<InboxId>(),
    phone: ids.next<InboxId>(),
    mail: { team: ids.next<TeamId>(), queue: ids.next<QueueId>() },
    trade: { team: ids.next<TeamId>(), queue: ids.next<QueueId>(), inbox: ids.next<InboxId>() },
  }));
}

/** null where no demo was ever started */
export function readDemoFile(dir: string): Promise<DemoFile | null> {
  return readJson(join(dir, DEMO_FILE), demoSchema);
}

/** 80 bits in letters and digits that are not mistaken for one another. */
function drawPassword(): string {
  const alphabet = 'abcdefghjkmnpqrstuvwxyz23456789';
  const group = (): string => Array.from({ length: 4 }, () => alphabet[randomInt(alphabet.length)]).join('');
  return [group(), group(), group(), group()].join('-');
}
