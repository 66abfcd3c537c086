/** What a new workspace starts with: a team, a queue, opening hours and a website inbox. */
import type { CalendarId, InboxId, QueueId, TeamId } from '../../shared/model/ids.ts';
import type { FormField, WebsiteSettings } from '../../shared/model/inbox.ts';
import { mailboxSettingsSchema } from '../../shared/model/mailbox.ts';
import type { Directory, QueueInput } from '../store/directory.ts';

export interface WorkspaceIds {
  team: TeamId;
  queue: QueueId;
  calendar: CalendarId;
  inbox: InboxId;
}

export interface WorkspaceNames {
  team: string;
  queue: string;
  inbox: string;
  siteName: string;
  greeting: string;
  form: FormField[];
  /** what else the queue says of its work */
  work?: Pick<QueueInput, 'wrapUpSeconds' | 'sla' | 'reply'>;
}

const DAYS = [1, 2, 3, 4, 5, 6, 7];

/** Idempotent: the same ids twice are one workspace. */
export async function layOutWorkspace(directory: Directory, ids: WorkspaceIds, names: WorkspaceNames): Promise<void> {
  const settings: WebsiteSettings = {
    siteName: names.siteName,
    greeting: names.greeting,
    accent: '#1f6f5c',
    position: 'right',
    allowedOrigins: [],
    form: names.form,
    identityRequired: false,
    typingPreview: false,
    privacyUrl: '',
  };
  await directory.saveTeam({ id: ids.team, name: names.team });
  await directory.saveQueue({ id: ids.queue, name: names.queue, teamIds: [ids.team], ...names.work });
  await directory.saveCalendar({
    id: ids.calendar,
    name: 'Always open',
    timeZone: 'UTC',
    weekly: DAYS.map((day) => ({ day, from: '00:00', to: '24:00' })),
    holidays: [],
  });
  await directory.saveInbox({
    id: ids.inbox,
    name: names.inbox,
    channel: 'webchat',
    queueId: ids.queue,
    calendarId: ids.calendar,
    reopenHours: 24,
    abandonAfterSeconds: 120,
    settings: { ...settings },
  });
}

/** Mail needs no account: it comes by the built-in listener, and what is written stands on the outbox page. Nobody waits for it as for a chat. */
export async function layOutMailbox(
  directory: Directory,
  ids: WorkspaceIds,
  desk?: { team: TeamId; queue: QueueId },
): Promise<void> {
  if (desk) {
    const reply = { firstMinutes: 240, nextMinutes: 240, calendarId: null };
    await directory.saveTeam({ id: desk.team, name: 'Mail' });
    await directory.saveQueue({ id: desk.queue, name: 'Mail', teamIds: [desk.team], reply });
  }
  await directory.saveInbox({
    id: ids.inbox,
    name: 'Northlight mail',
    channel: 'email',
    queueId: desk?.queue ?? ids.queue,
    calendarId: ids.calendar,
    reopenHours: 24 * 7,
    abandonAfterSeconds: 120,
    settings: mailboxSettingsSchema.parse(northlightMailbox),
  });
}

export const northlightMailbox = {
  address: 'support@localhost',
  displayName: 'Northlight',
  signature: 'Northlight, your home and the things for it',
} as const;

const ABOUT: FormField = {
  type: 'choice',
  key: 'topic',
  label: 'What is it about?',
  choices: ['An order', 'A product', 'A return', 'Something else'],
  required: true,
};
const NAME: FormField = { type: 'name', key: 'name', label: 'Your name', required: false };
const EMAIL: FormField = { type: 'email', key: 'email', label: 'Your email', required: false };

export const northlight: WorkspaceNames = {
  team: 'Customer care',
  queue: 'Customer care',
  inbox: 'Northlight website',
  siteName: 'Northlight',
  greeting: 'Hello! Ask us anything about your home and our things for it.',
  form: [ABOUT, NAME, EMAIL],
  work: {
    wrapUpSeconds: 30,
    sla: { seconds: 30, percent: 80 },
    reply: { firstMinutes: 15, nextMinutes: 30, calendarId: null },
  },
};

/** The demo company's second desk, for other companies. */
export const northlightTrade: WorkspaceNames = {
  team: 'Trade desk',
  queue: 'Trade desk',
  inbox: 'Northlight for business',
  siteName: 'Northlight for business',
  greeting: 'Hello! Ask us about offers, samples and invoices.',
  form: [
    {
      type: 'choice',
      key: 'topic',
      label: 'What is it about?',
      choices: ['An offer', 'An order', 'An invoice'],
      required: true,
    },
    NAME,
    EMAIL,
  ],
  work: {
    wrapUpSeconds: 60,
    sla: { seconds: 60, percent: 75 },
    reply: { firstMinutes: 60, nextMinutes: 120, calendarId: null },
  },
};

/** For a real company that has not said anything about itself yet. */
export const starter: WorkspaceNames = {
  team: 'Team',
  queue: 'General',
  inbox: 'Website',
  siteName: 'Support',
  greeting: 'Hello! How can we help?',
  form: [NAME, EMAIL],
};
