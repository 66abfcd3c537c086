/** Two Parleys that write to each other and acknowledge all they get: a few mails, then silence, whatever is lost on the way. */
import type { EmailChannel } from '../../channels/email/email.ts';
import type { InboxId } from '../../shared/model/ids.ts';
import { nextClientId } from '../support/client-id.ts';
import { eventually } from '../support/eventually.ts';
import { openMailbox, sendMail } from '../support/mail/mailbox.ts';
import { type Carried, type Relay, startRelay } from '../support/mail/relay.ts';
import { type Stage, startStage } from '../support/start-parley.ts';

interface Side {
  stage: Stage;
  inboxId: InboxId;
  address: string;
}

let relay: Relay;
let here: Side;
let there: Side;

async function open(domain: string): Promise<Side> {
  const stage = await startStage({ config: { mailListener: { host: '127.0.0.1', port: 0 } } });
  const address = `support@${domain}`;
  const inboxId = await openMailbox(stage, {
    address,
    acknowledgement: { on: true, text: 'We have it: {{conversation.number}}.' },
    send: { kind: 'smtp', host: '127.0.0.1', port: relay.port, security: 'none', maxPerMinute: 6_000 },
  });
  relay.routes.set(domain, (stage.parley.app.channels.get('email') as EmailChannel).listening()?.port ?? 0);
  return { stage, inboxId, address };
}

beforeAll(async () => {
  relay = await startRelay();
  [here, there] = [await open('here.example'), await open('there.example')];
}, 180_000);
beforeEach(() => {
  relay.carried.length = 0;
});
afterAll(async () => {
  await Promise.all([here?.stage.stop(), there?.stage.stop()]);
  await relay?.close();
}, 30_000);

async function write({ stage, inboxId }: Side, to: string, text: string): Promise<void> {
  const maya = await stage.world.console('maya');
  const letter = { subject: 'About your order', to: [{ name: '', address: to }], html: '' };
  await maya.ask('letter:start', { inboxId, clientId: nextClientId(), text, letter }, 60_000);
}

/** What went between them, once nothing is added while others are answered. */
async function untilSilent(): Promise<Carried[]> {
  for (let before = -1; ; ) {
    const between = await whileOthersWrite();
    if (between.length === before) return between;
    before = between.length;
  }
}

async function whileOthersWrite(): Promise<Carried[]> {
  const waiting = ({ stage, inboxId }: Side) => stage.parley.app.store.outbox.waiting(inboxId);
  for (const side of [here, there]) {
    const from = `${nextClientId('passer-by')}@outside.example`;
    await sendMail(side.stage, { from, subject: 'Hello', text: 'Is anybody there?' }, side.address);
    await eventually(() => expect(relay.carried.map(({ to }) => to)).toContainEqual([from]), 60_000);
  }
  await eventually(async () => expect([await waiting(here), await waiting(there)]).toEqual([0, 0]), 60_000);
  return relay.carried.filter(({ to }) => !to[0]?.endsWith('@outside.example'));
}

test('a letter between them is answered by nobody', async () => {
  relay.change = (mail) => mail;
  await write(here, there.address, 'We have a question.');
  await eventually(() => expect(relay.carried).not.toEqual([]), 60_000);
  const between = await untilSilent();
  expect(between).toHaveLength(1);
  expect(between[0]?.raw).toMatch(/^X-Parley-Instance: /m);
}, 120_000);

test('without anything that tells a machine, it is one acknowledgement', async () => {
  relay.change = ({ from, to, raw }) => ({ from: from || here.address, to, raw: without(raw, marks) });
  await write(here, there.address, 'Another question.');
  await eventually(() => expect(relay.carried).not.toEqual([]), 60_000);
  expect(await untilSilent()).toHaveLength(2);
}, 120_000);

test('without what tells an answer either, so that each is a new matter, they stop all the same', async () => {
  relay.change = (mail) => ({
    from: mail.from || 'somebody@elsewhere.example',
    to: mail.to,
    raw: without(mail.raw, [...marks, 'Message-ID', 'In-Reply-To', 'References', 'Reply-To']).replace(
      /^Subject: .*$/m,
      `Subject: Matter ${relay.carried.length}`,
    ),
  });
  await write(here, there.address, 'A third question.');
  await eventually(() => expect(relay.carried).not.toEqual([]), 60_000);
  const between = await untilSilent();
  // Three to one address within an hour, from either side.
  expect(between.length).toBeGreaterThan(2);
  expect(between.length).toBeLessThanOrEqual(1 + 3 + 3);
}, 180_000);

const marks = ['X-Parley-Instance', 'Auto-Submitted', 'X-Auto-Response-Suppress', 'Precedence'];

function without(raw: string, names: string[]): string {
  const [head = '', ...rest] = raw.split('\r\n\r\n');
  const lines = new RegExp(`^(${names.join('|')}):.*\r\n([ \t].*\r\n)*`, 'gim');
  return [`${head}\r\n`.replace(lines, '').slice(0, -2), ...rest].join('\r\n\r\n');
}
