/** Email under the suite of every channel: mail goes in by SMTP. */
import nodemailer from 'nodemailer';
import MailComposer from 'nodemailer/lib/mail-composer';
import { createEmailChannel, type EmailChannel } from '../../channels/email/email.ts';
import { mailboxSettingsSchema } from '../../shared/model/mailbox.ts';
import { type ChannelWorld, describeChannel, type Outside } from './channel.ts';

const settings = mailboxSettingsSchema.parse({ address: 'support@northlight.example', displayName: 'Northlight' });
let people = 0;
/** of each person and message: the mail, so that it can come again; and the last one, which the next one answers */
const mails = new Map<string, Buffer>();
const last = new Map<string, string>();
const seen = new Set<string>();

async function write(person: string, { id, text }: Outside): Promise<Buffer> {
  const known = mails.get(`${person}:${id}`);
  if (known) return known;
  const messageId = `<${id}.${people}@outside.example>`;
  const inReplyTo = last.get(person);
  const mail = { from: person, to: settings.address, subject: 'A lamp', text, messageId, inReplyTo };
  const raw = await new MailComposer(mail).compile().build();
  mails.set(`${person}:${id}`, raw);
  last.set(person, messageId);
  return raw;
}

async function receive({ test, core, channel, inbox }: ChannelWorld, person: string, message: Outside) {
  const address = (channel as EmailChannel).listening();
  if (address === null) throw new Error('the channel takes no mail');
  const transport = nodemailer.createTransport({ host: address.host, port: address.port, ignoreTLS: true });
  const raw = await write(person, message);
  await transport.sendMail({ envelope: { from: person, to: [settings.address] }, raw });
  transport.close();
  const identity = await test.store.customers.findIdentity('email', person);
  if (identity === null) throw new Error('nobody wrote');
  const conversations = await core.timeline.ofIdentities([identity.id], inbox.id, 50);
  const entries = (await Promise.all(conversations.map(({ id }) => core.timeline.after(id, 'agent', 0, 100)))).flat();
  // Line ends are the mail's own.
  const words = (text: string): string => text.replace(/\s/g, '');
  const entry = entries.find(({ body }) => body.kind === 'message' && words(body.text) === words(message.text));
  if (!entry) throw new Error('the message is not there');
  const isNew = !seen.has(entry.id);
  seen.add(entry.id);
  return { conversationId: entry.conversationId, entryId: entry.id, seq: entry.seq, isNew };
}

describeChannel('email', {
  create: () => createEmailChannel({ listen: { host: '127.0.0.1', port: 0 }, allowPrivate: true }),
  settings: { ...settings },
  badSettings: [
    { settings: null, fields: ['settings'] },
    { settings: { ...settings, address: 'nobody' }, fields: ['address'] },
    { settings: { ...settings, send: { kind: 'pigeon' } }, fields: ['send.kind'] },
  ],
  async person() {
    people += 1;
    return `person-${people}@outside.example`;
  },
  receive,
});
