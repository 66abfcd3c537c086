/** Parley with a telephone number at nobody's network and a website that takes calls: a process of its own, which prints where and as whom. */

import { testAccount } from '../../channels/phone/simulator/testing.ts';
import { systemClock } from '../../server/lib/clock.ts';
import { createIds } from '../../server/lib/ids.ts';
import type { InboxId } from '../../shared/model/ids.ts';
import { origin, startParley } from '../../tests/support/start-parley.ts';
import { buildInbox, foundCompany, signIn } from '../../tests/support/world.ts';

const number = '+4935112340';
// Nobody listens there: what is measured is what we answer, not what we ask.
const parley = await startParley({ config: { twilioApiBaseUrl: 'http://127.0.0.1:9' } });
const company = await foundCompany(parley.app);
const { directory } = parley.app.store;
const id = createIds(systemClock).next<InboxId>();
const account = { accountSid: testAccount.sid, apiKeySid: testAccount.apiKeySid, number };
const settings = { provider: 'twilio', account, country: 'DE', allowedCountries: [], menu: null };
const { queueId, inboxId } = company.north;
await directory.saveInbox(buildInbox({ id, queueId, name: 'Phone', channel: 'phone', settings }));
const website = await directory.inbox(inboxId);
if (!website) throw new Error('There is no website.');
await directory.saveInbox({ ...website, settings: { ...website.settings, calls: { on: true, queueId: null } } });
const saved = await fetch(`${parley.url}/api/inboxes/${id}/credentials`, {
  method: 'PUT',
  headers: { 'content-type': 'application/json', origin, cookie: await signIn(parley.url, origin, 'ada') },
  body: JSON.stringify({ authToken: testAccount.authToken }),
});
if (!saved.ok) throw new Error(`no credentials: ${saved.status}`);
const told = {
  url: parley.url,
  origin,
  phone: id,
  number,
  website: inboxId,
  maya: await signIn(parley.url, origin, 'maya'),
};
process.stdout.write(`ready ${JSON.stringify(told)}\n`);
process.once('SIGTERM', () => void parley.stop().then(() => process.exit(0)));
