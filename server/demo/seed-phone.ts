/** The demo company's telephone: its inbox, its menu, and the account at the simulator that carries its calls. */
import type { SimulatorAccess } from '../../shared/api.ts';
import { callMenuSchema } from '../../shared/model/call-menu.ts';
import type { GivenPhoneSettings } from '../../shared/model/phone-inbox.ts';
import type { InboxCredentials } from '../inbox-credentials.ts';
import type { Directory } from '../store/directory.ts';
import type { DemoFile } from './demo-file.ts';

export interface SimulatedPhone {
  access: SimulatorAccess;
  account: { sid: string; authToken: string; apiKeySid: string; apiKeySecret: string };
}

export interface SeedPhoneDeps {
  directory: Pick<Directory, 'inbox' | 'saveInbox'>;
  credentials: Pick<InboxCredentials, 'set'>;
}

/** Again changes nothing that an admin has changed. */
export async function seedPhone(
  { directory, credentials }: SeedPhoneDeps,
  { phone, ids, trade }: DemoFile,
  { access, account }: SimulatedPhone,
): Promise<void> {
  if (!phone || (await directory.inbox(phone))) return;
  const settings: GivenPhoneSettings = {
    provider: 'twilio',
    account: { accountSid: account.sid, apiKeySid: account.apiKeySid, number: access.number },
    country: 'DE',
    allowedCountries: ['GB', 'US'],
    menu: callMenuSchema.parse({
      language: 'en-GB',
      greeting: 'Welcome to Northlight.',
      start: 'main',
      menus: [
        {
          key: 'main',
          say: 'For customer care, press 1. For our trade desk, press 2. To leave a message, press 3.',
          choices: [
            { digit: '1', label: 'Customer care', way: { to: 'queue', queueId: ids.queue } },
            { digit: '2', label: 'Trade desk', way: { to: 'queue', queueId: trade?.queue ?? null } },
            { digit: '3', label: 'Message', way: { to: 'voicemail' } },
          ],
        },
      ],
      closed: { say: 'We are closed at the moment.', way: { to: 'voicemail' } },
      waiting: {
        ...{ say: 'Somebody will be with you shortly.', everySeconds: 30, tellsPlace: true, offersCallback: true },
        maxSeconds: 1_800,
      },
      voicemail: { say: 'Please leave a message after the tone.', maxSeconds: 120 },
      record: false,
    }),
  };
  await credentials.set(phone, { authToken: account.authToken, apiKeySecret: account.apiKeySecret });
  await directory.saveInbox({
    id: phone,
    name: 'Northlight telephone',
    channel: 'phone',
    queueId: ids.queue,
    calendarId: ids.calendar,
    reopenHours: 24,
    abandonAfterSeconds: 120,
    settings: { ...settings },
  });
}
