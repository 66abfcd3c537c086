/** A mailbox on a desk's stage: mail goes in by SMTP to the built-in listener, and what is written goes to the outbox page. */
import type Mail from 'nodemailer/lib/mailer';
import { systemClock } from '../../../server/lib/clock.ts';
import { createIds } from '../../../server/lib/ids.ts';
import type { ConversationRow } from '../../../shared/model/conversation.ts';
import type { ConversationId, EntryId, InboxId } from '../../../shared/model/ids.ts';
import type { Address } from '../../../shared/model/letter.ts';
import type { Send } from '../../../shared/model/mailbox.ts';
import { eventually } from '../../support/eventually.ts';
import { openMailbox, sendMail, support } from '../../support/mail/mailbox.ts';
import { type DeskStage, startDeskStage } from './desk-stage.ts';

export interface MailDesk {
  stage: DeskStage;
  /** the first one's */
  inboxId: InboxId;
  /** A letter whose HTML nobody has cleaned: what the console must bear on its own. `picture` stands in the words as %PICTURE%. */
  receive(letter: HostileLetter): Promise<ConversationId>;
  /** Writes to an address of the company and answers the conversation that it became, or that it continues. */
  write(mail: Mail.Options & { from: string; subject: string }, to?: string): Promise<ConversationRow>;
  addMailbox(address: string, send?: Send): Promise<InboxId>;
}

export interface HostileLetter {
  subject: string;
  from: Address;
  text: string;
  html: string;
  picture: Buffer;
  /** another file, attached */
  attached: { name: string; bytes: Buffer };
}

export async function startMailDesk(): Promise<MailDesk> {
  const mailListener = { host: '127.0.0.1', port: 0 };
  const stage = await startDeskStage({ routing: { capacity: 1_000_000 }, config: { mailListener } });
  const ids = createIds(systemClock);
  const inboxId = await addMailbox(support);
  return {
    ...{ stage, inboxId, addMailbox },
    async receive({ subject, from, text, html, picture, attached }) {
      const { files, ingest } = stage.parley.app;
      const keep = (bytes: Buffer, name: string) =>
        files.keep(bytes, { name, uploader: { kind: 'inbox', id: inboxId } });
      const shown = await keep(picture, 'door.png');
      const beside = await keep(attached.bytes, attached.name);
      const page = await keep(Buffer.from(html.replace('%PICTURE%', `/files/${shown.id}`)), 'letter.html');
      const key = ids.next<EntryId>();
      const thread = { ours: [], ourLetters: [], answers: [], number: null, named: null, alike: [] };
      const { conversationId } = await ingest.ingest({
        ...{ type: 'message', inboxId, key, identity: { kind: 'email', value: from.address }, at: Date.now(), text },
        ...{
          conversationId: null,
          files: [shown, beside],
          form: [],
          context: {},
          claimed: { name: from.name },
          left: false,
        },
        letter: {
          ...{ externalId: `<${key}@outside.example>`, digest: key, thread },
          ...{ sender: 'unproven', automatic: false, mayAnswer: false, size: 1, headers: new Map() },
          letter: {
            ...{
              subject,
              from,
              to: [{ name: '', address: support }],
              cc: [],
              html: page.id,
              source: null,
            },
            received: { verdict: 'local', automatic: null, warnings: ['new-sender'] },
          },
        },
      });
      return conversationId;
    },
    async write(mail, to) {
      await sendMail(stage, mail, to);
      const ines = await stage.world.console('ines');
      return eventually(async () => {
        const { rows } = await ines.ask('list:open', { view: 'all' });
        const found = rows.find(({ conversation }) => mail.subject.endsWith(conversation.subject ?? '-'));
        if (!found) throw new Error(`${mail.subject} has not come`);
        return found;
      }, 20_000);
    },
  };

  function addMailbox(address: string, send: Send = { kind: 'outbox-page' }): Promise<InboxId> {
    return openMailbox(stage, { address, signature: 'Acme Rugs', send });
  }
}
