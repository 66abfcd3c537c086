/** Telephones under the suite of every channel: texts come in by signed webhooks; calls have a suite of their own, one line for each provider. */
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createPhoneChannel } from '../../channels/phone/phone.ts';
import { signRequest } from '../../channels/phone/simulator/webhooks/sign.ts';
import { phoneSettingsSchema } from '../../shared/model/phone-inbox.ts';
import { type ChannelWorld, describeChannel, type Outside } from './channel.ts';

const publicUrl = 'https://desk.example';
const accountSid = `AC${'0123456789abcdef'.repeat(2)}`;
const authToken = 'a-token-for-tests';
const number = '+4935112340';
const settings = phoneSettingsSchema.parse({
  ...{ provider: 'twilio', account: { accountSid, apiKeySid: '', number } },
  ...{ country: 'DE', allowedCountries: [], menu: null },
});
let people = 0;
const sids = new Map<string, string>();
const seen = new Set<string>();

/** The id of the outside's own message, as Twilio would give it. */
function sidOf(person: string, id: string): string {
  const key = `${person}:${id}`;
  const known = sids.get(key) ?? `SM${String(sids.size + 1).padStart(32, '0')}`;
  sids.set(key, known);
  return known;
}

async function receive({ test, core, channel, inbox }: ChannelWorld, person: string, { id, text }: Outside) {
  const form = {
    MessageSid: sidOf(person, id),
    AccountSid: accountSid,
    From: person,
    To: number,
    Body: text,
    NumMedia: '0',
  };
  const target = `/hooks/phone/${inbox.id}/message`;
  const answer = await channel.webhooks?.({
    ...{
      method: 'POST',
      target,
      path: `/${inbox.id}/message`,
      body: Buffer.from(new URLSearchParams(form).toString()),
    },
    headers: { 'x-twilio-signature': signRequest(authToken, publicUrl + target, form) },
  });
  if (answer === undefined || answer.status >= 300) throw new Error(`it was answered with ${answer?.status}`);
  const identity = await test.store.customers.findIdentity('phone', person);
  if (identity === null) throw new Error('nobody wrote');
  const conversations = await core.timeline.ofIdentities([identity.id], inbox.id, 50);
  const entries = (
    await Promise.all(conversations.map(({ id: one }) => core.timeline.after(one, 'agent', 0, 100)))
  ).flat();
  const entry = entries.find(({ body }) => body.kind === 'message' && body.text === text);
  if (!entry) throw new Error('the message is not there');
  const isNew = !seen.has(entry.id);
  seen.add(entry.id);
  return { conversationId: entry.conversationId, entryId: entry.id, seq: entry.seq, isNew };
}

describeChannel('phone', {
  create: () =>
    createPhoneChannel({
      ...{ folder: join(tmpdir(), 'parley-no-softswitch'), ports: null, host: '127.0.0.1', idleMs: 1_000 },
      ice: async () => ({ stun: [], turn: null }),
      // Nobody listens there.
      twilio: { publicUrl, apiBaseUrl: 'http://127.0.0.1:9' },
    }),
  settings,
  credentials: { authToken },
  badSettings: [
    { settings: null, fields: ['settings'] },
    { settings: { ...settings, country: 'Germany' }, fields: ['country'] },
    { settings: { ...settings, country: 'XX' }, fields: ['country'] },
    {
      settings: { ...settings, account: { ...(settings.provider === 'twilio' && settings.account), number: '12' } },
      fields: ['account.number'],
    },
  ],
  async person() {
    people += 1;
    return `+4915112345${String(people).padStart(3, '0')}`;
  },
  receive,
});
