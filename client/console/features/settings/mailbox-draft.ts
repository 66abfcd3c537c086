/** A mailbox's form: from its inbox to a draft and back, with what is wrong in it by path. Pure. */
import type { Inbox } from '../../../../shared/model/inbox.ts';
import type { MailCondition, MailRule } from '../../../../shared/model/mail-rule.ts';
import {
  type MailboxSettings,
  type MailCredentialName,
  mailboxSettingsSchema,
  neededCredentials,
} from '../../../../shared/model/mailbox.ts';

/** The channel whose inboxes are mailboxes. */
export const mailChannel = 'email';

export interface MailboxDraft {
  name: string;
  queueId: Inbox['queueId'];
  calendarId: Inbox['calendarId'];
  reopenHours: number;
  settings: MailboxSettings;
  /** only what was typed here: what is kept is never read back */
  credentials: Partial<Record<MailCredentialName, string>>;
}

export const isMailbox = (inbox: Inbox): boolean => inbox.channel === mailChannel;

export function toDraft(inbox: Inbox): MailboxDraft {
  const { name, queueId, calendarId, reopenHours } = inbox;
  // Read by the schema, so that what came to it later has its default here too; what it refuses is shown to be put right.
  const parsed = mailboxSettingsSchema.safeParse(inbox.settings);
  const settings = parsed.success ? parsed.data : { ...startSettings(), ...inbox.settings };
  return { name, queueId, calendarId, reopenHours, settings, credentials: {} };
}

const startSettings = (): MailboxSettings => ({ ...mailboxSettingsSchema.parse({ address: 'a@b' }), address: '' });

/** A new one needs no account anywhere: it receives by the built-in listener and sends to the outbox page. */
export function startDraft(queueId: Inbox['queueId']): MailboxDraft {
  return {
    ...{ name: '', queueId, calendarId: null, reopenHours: 14 * 24 },
    ...{ settings: startSettings(), credentials: {} },
  };
}

/** What it would be saved as. An address without a name of its own is its name. */
export function toInput({ credentials: _, ...draft }: MailboxDraft): Omit<Inbox, 'id'> {
  const parsed = mailboxSettingsSchema.safeParse(draft.settings);
  const settings = parsed.success ? parsed.data : draft.settings;
  const name = draft.name.trim() || settings.address;
  return { ...draft, name, settings, channel: mailChannel, abandonAfterSeconds: 86_400 };
}

export function toInbox(inbox: Inbox, draft: MailboxDraft): Inbox {
  return { ...inbox, ...toInput(draft), abandonAfterSeconds: inbox.abandonAfterSeconds };
}

/** Paths of the settings that are not right, such as `receive.host` or `rules.0.name`. */
export function findProblems({ settings }: Pick<MailboxDraft, 'settings'>): Set<string> {
  const parsed = mailboxSettingsSchema.safeParse(settings);
  return new Set(parsed.error?.issues.map((issue) => issue.path.join('.')));
}

/** What was typed, without what was emptied again. */
export function givenCredentials({ credentials }: Pick<MailboxDraft, 'credentials'>): Record<string, string> {
  return Object.fromEntries(Object.entries(credentials).filter((pair): pair is [string, string] => !!pair[1]));
}

/** Those it needs that are neither kept nor typed. */
export function missingCredentials(draft: MailboxDraft, kept: readonly string[]): MailCredentialName[] {
  return neededCredentials(draft.settings).filter((name) => !kept.includes(name) && !draft.credentials[name]);
}

export type ConditionField = MailCondition['field'];
export const conditionFields: readonly ConditionField[] = [
  ...(['from', 'to', 'subject', 'body', 'header', 'size', 'language'] as const),
];

/** What a condition begins with when its field was chosen; a text that was there stays. */
export function startCondition(field: ConditionField, before?: MailCondition): MailCondition {
  const old = before && 'text' in before ? before : null;
  const test = { is: old?.is ?? ('contains' as const), text: old?.text ?? '', not: old?.not ?? false };
  switch (field) {
    case 'size':
      return { field, is: 'over', bytes: 5_000_000 };
    case 'language':
      return { field, languages: ['en'], not: false };
    case 'header':
      return { field, name: '', ...test };
    default:
      return { field, ...test };
  }
}

/** A rule whose id no other has. */
export function startRule(rules: readonly MailRule[]): MailRule {
  let number = rules.length + 1;
  while (rules.some(({ id }) => id === `r${number}`)) number += 1;
  return {
    ...{ id: `r${number}`, name: '', on: true, match: 'all', stop: false, conditions: [startCondition('subject')] },
    outcome: { queueId: null, tagIds: [], priority: null, suggestedReplyId: null },
  };
}
