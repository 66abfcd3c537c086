/** Which provider an address belongs to. */
import { copiesSent, findProvider, findProviderByMx, providers } from './providers.ts';

it.each([
  ['ann@gmail.com', 'google'],
  ['Ann@GoogleMail.COM', 'google'],
  ['outlook.com', 'microsoft'],
  ['a@yahoo.co.uk', 'yahoo'],
  ['a@me.com', 'icloud'],
  ['a@fastmail.com', 'fastmail'],
  ['a@zoho.com', 'zoho'],
  ['a@gmx.de', 'gmx'],
  ['a@qq.com', 'qq'],
  ['a@163.com', 'netease163'],
  ['a@notgmail.com', undefined],
  ['', undefined],
])('%s is at %s', (address, id) => {
  expect(findProvider(address)?.id).toBe(id);
});

it.each([
  ['aspmx.l.google.com', 'google'],
  ['firm-com.mail.protection.outlook.com.', 'microsoft'],
  ['in1-smtp.messagingengine.com', 'fastmail'],
  ['mx.evilgoogle.com', undefined],
  ['mx.firm.test', undefined],
])('a domain whose mail goes to %s is at %s', async (exchange, id) => {
  const resolveMx = async () => [
    { exchange: 'backup.test', priority: 20 },
    { exchange, priority: 10 },
  ];
  expect((await findProviderByMx('ann@firm.test', resolveMx))?.id).toBe(id);
});

it('knows nothing when nobody answers', async () => {
  expect(await findProviderByMx('firm.test', async () => Promise.reject(new Error('ESERVFAIL')))).toBeNull();
});

it('lists each domain once, with encryption everywhere', () => {
  const domains = providers.flatMap((provider) => provider.domains);
  expect(new Set(domains).size).toBe(domains.length);
  for (const { imap, smtp } of providers) for (const { security } of [imap, smtp]) expect(security).not.toBe('none');
  expect(copiesSent('SMTP.gmail.com')).toBe(true);
  expect(copiesSent('smtp.firm.test')).toBe(false);
});
