/** Large mails are read beside everything else: the loop turns while one is read, and one that takes too long stops nobody. */
import type { Inbox } from '../../../shared/model/inbox.ts';
import { mailboxSettingsSchema } from '../../../shared/model/mailbox.ts';
import type { InboundEvent } from '../../channel.ts';
import { type ReadOptions, readMail } from '../read-mail.ts';
import { createTaker } from '../take-mail.ts';
import { composeMail, rawMail } from '../testing.ts';
import { createMailReader, type MailReader } from './mail-reader.ts';
import { pictureAddress } from './picture-address.ts';

jest.setTimeout(180_000);
// The machine may be busy; where the limit is not what is tested, nothing comes near it.
const patient = { limitMs: 150_000 };

const options: Omit<ReadOptions, 'cid'> = {
  ...{ secrets: ['secret'], ownAddresses: [], instanceId: 'here', trusted: [], now: Date.UTC(2026, 10, 30) },
  resolver: async () => {
    throw Object.assign(new Error('none'), { code: 'ENOTFOUND' });
  },
};
/** Lines of a page that keep their spaces: of what is read the most work for its size. */
const heavy = (bytes: number): Buffer => {
  const line = '<b>a</b>\n';
  return rawMail(
    `From: zoe@example.org\nMessage-ID: <1@example.org>\nSubject: Lamp\nContent-Type: text/html\n\n<pre>${line.repeat(bytes / line.length)}`,
  );
};

let reader: MailReader;
afterEach(() => reader.stop());

it('lets the loop turn while a large mail is read', async () => {
  reader = createMailReader(patient);
  let turns = 0;
  let isReading = true;
  const turn = (): void => {
    turns += 1;
    if (isReading) setImmediate(turn);
  };
  setImmediate(turn);
  const reading = await reader.read(heavy(400_000), null, options);
  isReading = false;
  expect(reading?.mail.from?.address).toBe('zoe@example.org');
  // Read here, it would be a handful.
  expect(turns).toBeGreaterThan(500);
});

it('reads the same there as here, asks what only the server knows, and hands its files over', async () => {
  const raw = await composeMail({
    from: 'zoe@example.org',
    to: 'help@shop.example',
    subject: 'Re: Lamp',
    html: '<p>It is red <img src="cid:a@x"></p><p>We wrote this to you, and nothing else, on a Monday.</p>',
    attachments: [
      { filename: 'a.png', content: Buffer.from('a'), cid: 'a@x' },
      { filename: 'b.bin', content: Buffer.alloc(40_000, 7) },
    ],
  });
  const asked: string[] = [];
  const asking = {
    ...options,
    resolver: (async (name: string) => {
      asked.push(name);
      throw Object.assign(new Error('none'), { code: 'ENOTFOUND' });
    }) as ReadOptions['resolver'],
    lastOutgoing: async () => 'We wrote this to you, and nothing else, on a Monday.',
  };
  reader = createMailReader(patient);
  const there = await reader.read(raw, null, asking);
  expect(asked).not.toEqual([]);
  expect(there).toEqual(await readMail(raw, null, { ...asking, cid: pictureAddress }));
  expect(Buffer.isBuffer(there?.mail.parts[1]?.bytes)).toBe(true);
});

it('gives one up at its limit, and reads the next', async () => {
  const limits = { limitMs: 1 };
  reader = createMailReader(limits);
  await expect(reader.read(heavy(100_000), null, options)).resolves.toBeNull();
  await expect(reader.read(heavy(100), null, options)).resolves.toMatchObject({ kind: 'person' });
  Object.assign(limits, patient);
  await expect(reader.read(heavy(20_000), null, options)).resolves.toMatchObject({ kind: 'person' });
});

it('keeps one that was given up as it came, and says so', async () => {
  const given: InboundEvent[] = [];
  const kept: string[] = [];
  const inbox = {
    id: 'one',
    settings: mailboxSettingsSchema.parse({ address: 'help@shop.example' }),
  } as unknown as Inbox;
  reader = { read: async () => null, stop: async () => undefined };
  const take = createTaker(
    {
      ingest: async (event: InboundEvent) => void given.push(event),
      report: async () => false,
      keep: async (_id: string, bytes: Buffer, name: string) => {
        kept.push(`${name} ${bytes.length}`);
        return { id: '01M82133CGHKWZEA4QT51RYQE6', name };
      },
      ...{ secrets: async () => ['secret'], inbox: async () => inbox, inboxes: async () => [inbox] },
      ...{ said: async () => null, names: async () => [], now: () => options.now },
      log: { info: () => undefined, warn: () => undefined, error: () => undefined },
    } as unknown as Parameters<typeof createTaker>[0],
    options.resolver,
    reader,
  );
  const raw = heavy(20_000);
  await take({ mailboxId: 'one', key: 'a', raw, via: 'imap', envelope: null, at: options.now });
  expect(kept).toEqual([`mail.eml ${raw.length}`]);
  expect(given).toMatchObject([
    { identity: { value: 'zoe@example.org' }, letter: { letter: { subject: 'Lamp', received: { unreadable: true } } } },
  ]);
});
