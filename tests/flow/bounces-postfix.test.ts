/** Bounces as Debian's Postfix writes them: each is told at the very letter, and known of its address by the policy. */
import type { EmailChannel } from '../../channels/email/email.ts';
import type { ConversationId, InboxId } from '../../shared/model/ids.ts';
import { nextClientId } from '../support/client-id.ts';
import type { ConsoleClient } from '../support/console-client.ts';
import { eventually } from '../support/eventually.ts';
import { openMailbox } from '../support/mail/mailbox.ts';
import { canRunPostfix, type Postfix, startPostfix } from '../support/mail/postfix.ts';
import { type Stage, startStage } from '../support/start-parley.ts';

const WITHIN = 30_000;
let stage: Stage;
let postfix: Postfix;
let inboxId: InboxId;
let maya: ConsoleClient;

beforeAll(async () => {
  if (!canRunPostfix) return;
  stage = await startStage({ config: { mailListener: { host: '127.0.0.1', port: 0 } } });
  const home = (stage.parley.app.channels.get('email') as EmailChannel).listening()?.port ?? 0;
  postfix = await startPostfix({
    domain: 'outside.example',
    people: { zoe: 0, full: 60_000 },
    transports: {
      'northlight.example': `smtp:[127.0.0.1]:${home}`,
      'away.example': 'smtp:[127.0.0.1]:1',
      'strict.example': 'error:5.7.1 Refused by our policy',
    },
    ...{ mailBytes: 50_000, mailboxBytes: 60_000 },
  });
  const send = { kind: 'smtp', host: '127.0.0.1', port: postfix.port, security: 'none', maxPerMinute: 600 };
  inboxId = await openMailbox(stage, { send });
  maya = await stage.world.console('maya');
}, 60_000);
afterAll(async () => {
  await postfix?.stop();
  await stage?.stop();
}, 30_000);

async function write(to: string[], html = ''): Promise<ConversationId> {
  const text = 'Are you there?';
  const letter = { subject: 'A letter', to: to.map((address) => ({ name: '', address })), html };
  const started = await maya.ask('letter:start', { inboxId, clientId: nextClientId(), text, letter });
  return started.conversationId;
}

/** What is told of its only letter, and how its conversation stands. */
async function read(conversationId: ConversationId) {
  const { entries, conversation } = await maya.ask('conversation:open', { conversationId });
  const sent = entries.filter(({ author, body }) => author.kind === 'agent' && body.kind === 'message');
  expect(sent).toHaveLength(1);
  const told = conversation.deliveries.filter(({ entryId }) => entryId === sent[0]?.id);
  return { entries, conversation, told };
}

async function reachOf(conversationId: ConversationId): Promise<string | undefined> {
  const { card } = await maya.ask('customer:read', { conversationId });
  return card.identities.find(({ kind }) => kind === 'email')?.state;
}

(canRunPostfix ? describe : describe.skip)('a bounce of Postfix', () => {
  it.each([
    ['nobody of that name', 'nobody@outside.example', { code: 'no-such-address' }, 'unreachable', true],
    ['a mailbox that is full', 'full@outside.example', { code: 'mailbox-full' }, 'soft-failing', true],
    ['a policy', 'zoe@strict.example', { code: 'refused-as-spam' }, 'reachable', true],
  ])(
    'for %s',
    async (_, address, told, reach) => {
      const id = await write([address]);
      await eventually(
        async () => expect((await read(id)).told).toMatchObject([{ ...told, state: 'bounced', recipients: [address] }]),
        WITHIN,
      );
      expect(await reachOf(id)).toBe(reach);
      const { entries, conversation } = await read(id);
      // The bounce itself stands in the thread, as nobody's word, and the agent is asked to look.
      await eventually(async () =>
        expect((await read(id)).entries).toContainEqual(
          expect.objectContaining({ body: expect.objectContaining({ kind: 'message', aside: true }) }),
        ),
      );
      expect(entries.map(({ body }) => body)).toContainEqual(
        expect.objectContaining({ event: expect.objectContaining({ type: 'returned', recipient: address }) }),
      );
      expect(conversation).toMatchObject({ status: 'open' });
    },
    60_000,
  );

  it('for a server that is away: first that it is still tried, then that it was given up', async () => {
    const id = await write(['zoe@away.example']);
    await eventually(async () => expect((await read(id)).told).toMatchObject([{ state: 'retrying' }]), WITHIN);
    await eventually(async () => expect((await read(id)).told).toMatchObject([{ state: 'bounced' }]), WITHIN);
    expect(await reachOf(id)).toBe('soft-failing');
  }, 90_000);

  it('for one of two: only they are told of', async () => {
    const id = await write(['zoe@outside.example', 'who@outside.example']);
    await eventually(
      async () =>
        expect((await read(id)).told).toMatchObject([{ state: 'bounced', recipients: ['who@outside.example'] }]),
      WITHIN,
    );
    expect(await reachOf(id)).toBe('reachable');
  }, 60_000);

  it('is not needed for what is too large: the server says so at once', async () => {
    const id = await write(['zoe@outside.example'], `<p>${'many words, '.repeat(6_000)}</p>`);
    await eventually(
      async () => expect((await read(id)).told).toMatchObject([{ state: 'failed', code: 'too-large' }]),
      WITHIN,
    );
    expect(await reachOf(id)).toBe('reachable');
  }, 60_000);
});
