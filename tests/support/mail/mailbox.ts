/** A mailbox of the company, and a customer who writes to it by SMTP and reads what would have been sent. */
import nodemailer from 'nodemailer';
import MailComposer from 'nodemailer/lib/mail-composer';
import type Mail from 'nodemailer/lib/mailer';
import type { EmailChannel } from '../../../channels/email/email.ts';
import type { ParsedMail } from '../../../channels/email/model.ts';
import { parseMail } from '../../../channels/email/parse-mail.ts';
import { systemClock } from '../../../server/lib/clock.ts';
import { createIds } from '../../../server/lib/ids.ts';
import type { InboxId } from '../../../shared/model/ids.ts';
import type { KeptMail } from '../../../shared/model/kept-mail.ts';
import { mailboxSettingsSchema } from '../../../shared/model/mailbox.ts';
import { eventually } from '../eventually.ts';
import type { Stage } from '../start-parley.ts';
import { buildInbox } from '../world.ts';

export const support = 'support@northlight.example';

export async function openMailbox(stage: Stage, settings: Record<string, unknown> = {}): Promise<InboxId> {
  const id = createIds(systemClock).next<InboxId>();
  const { queueId } = stage.company.north;
  const parsed = mailboxSettingsSchema.parse({ address: support, displayName: 'Northlight', ...settings });
  const inbox = buildInbox({ id, queueId, name: 'Mail', channel: 'email', reopenHours: 24, settings: parsed });
  await stage.parley.app.store.directory.saveInbox(inbox);
  return id;
}

/** Resolves when the server has taken it. */
export async function sendMail(stage: Stage, mail: Mail.Options & { from: string }, to = support): Promise<string> {
  const raw = await new MailComposer({ to, ...mail }).compile().build();
  await sendRaw(stage, raw, mail.from, to);
  const id = /^message-id: (.*)$/im.exec(raw.toString('latin1'))?.[1] ?? '';
  return id.trim();
}

export async function sendRaw(stage: Stage, raw: Buffer, from: string, to = support): Promise<void> {
  const at = (stage.parley.app.channels.get('email') as EmailChannel).listening();
  if (at === null) throw new Error('the server takes no mail');
  const transport = nodemailer.createTransport({ host: at.host, port: at.port, ignoreTLS: true });
  try {
    await transport.sendMail({ envelope: { from, to: [to] }, raw });
  } finally {
    transport.close();
  }
}

export interface KeptLetter {
  kept: KeptMail;
  mail: ParsedMail;
}

/** All mails that were kept instead of sent, newest first. */
export async function keptMails(stage: Stage): Promise<KeptLetter[]> {
  const { mails } = await outboxOf(stage);
  return Promise.all(mails.map((kept) => readKept(stage, kept)));
}

/** The mail to this address in which these words stand, once it is there. */
export function mailTo(stage: Stage, address: string, words: string): Promise<KeptLetter> {
  return eventually(async () => {
    const { mails } = await outboxOf(stage);
    for (const kept of mails.filter(({ to }) => to.includes(address))) {
      const letter = await readKept(stage, kept);
      if (letter.mail.text.includes(words)) return letter;
    }
    throw new Error(`there is no mail to ${address} that says ${words}`);
  }, 10_000);
}

async function readKept({ parley }: Stage, kept: KeptMail): Promise<KeptLetter> {
  const bytes = await parley.app.files.bytes(kept.fileId);
  if (bytes === null) throw new Error('it was not kept');
  return { kept, mail: await parseMail(bytes) };
}

async function outboxOf(stage: Stage): Promise<{ mails: KeptMail[] }> {
  const cookie = await stage.world.cookieOf('ada');
  const response = await fetch(`${stage.parley.url}/api/outbox`, { headers: { cookie } });
  return (await response.json()) as { mails: KeptMail[] };
}
