/** What is found out by an address alone: its provider's servers, and what its domain should tell the world. */
import { mailboxSettingsSchema } from '../../../shared/model/mailbox.ts';
import { isPublicDomain, type MailDns } from './dns.ts';
import { adviseDns, readDmarc, readSpf } from './dns-advice.ts';
import { findAccount, providers } from './providers.ts';

const noDns: MailDns = {
  mx: () => Promise.reject(new Error('nobody is to be asked')),
  txt: () => Promise.reject(new Error('nobody is to be asked')),
  srv: () => Promise.reject(new Error('nobody is to be asked')),
};
const fakeDns = (over: Partial<MailDns>): MailDns => ({
  mx: async () => [],
  txt: async () => [],
  srv: async () => [],
  ...over,
});

it('knows big providers by their addresses, without asking anybody', async () => {
  const found = await findAccount('Ana@gmail.com', noDns);
  expect(found).toMatchObject({ provider: 'Gmail', signIn: 'app-password' });
  expect(found?.settings.receive).toMatchObject({ host: 'imap.gmail.com', port: 993, user: 'Ana@gmail.com' });
  expect((await findAccount('a@hotmail.com', noDns))?.settings.send).toMatchObject({
    auth: 'oauth',
    security: 'starttls',
  });
});

it('knows who serves a domain by where its mail goes', async () => {
  const by = async (...hosts: string[]) => {
    const dns = fakeDns({ mx: async () => hosts });
    return (await findAccount('a@northlight.com', dns))?.provider ?? null;
  };
  expect(await by('aspmx.l.google.com')).toBe('Gmail');
  expect(await by('northlight-com.mail.protection.outlook.com')).toBe('Microsoft 365');
  expect(await by('mxbiz1.qq.com')).toBe('腾讯企业邮箱');
  expect(await by('mx1.qq.com')).toBe('QQ 邮箱');
  expect(await by('mx.notgoogle.com')).toBeNull();
});

it('takes a domain’s own word where it gives one', async () => {
  const srv: MailDns['srv'] = async (name) =>
    name === '_imaps._tcp.northlight.com'
      ? [{ host: 'imap.northlight.com', port: 993 }]
      : name === '_submission._tcp.northlight.com'
        ? [{ host: 'out.northlight.com', port: 587 }]
        : [];
  const found = await findAccount('a@northlight.com', fakeDns({ srv }));
  expect(found).toMatchObject({
    provider: '',
    settings: {
      receive: { host: 'imap.northlight.com', security: 'tls' },
      send: { host: 'out.northlight.com', security: 'starttls' },
    },
  });
});

it('asks nobody about names of this machine, and is not held up by a DNS that does not answer', async () => {
  expect(await findAccount('support@localhost', noDns)).toBeNull();
  expect(await findAccount('a@shop.example', noDns)).toBeNull();
  expect(await findAccount('a@northlight.com', noDns)).toBeNull();
  expect(['localhost', 'a.test', 'b.local', 'northlight.com'].map(isPublicDomain)).toEqual([false, false, false, true]);
});

it.each(providers.map((one) => [one.name, one] as const))(
  'has settings for %s that a mailbox takes',
  async (_, provider) => {
    const dns = fakeDns({ mx: async () => [`mx.${provider.mx[0]}`] });
    const address = `a@${provider.domains[0] ?? 'northlight.com'}`;
    const found = await findAccount(address, dns);
    expect(found?.provider).toBe(provider.name);
    expect(mailboxSettingsSchema.safeParse({ address, ...found?.settings }).error).toBeUndefined();
    expect(found?.help === null || found?.help.startsWith('https://')).toBe(true);
  },
);

it.each<[string[], string, string | undefined]>([
  [[], 'spf.missing', 'v=spf1 include:_spf.google.com ~all'],
  [['other', 'v=spf1 include:_spf.google.com -all'], 'spf.ok', undefined],
  [['v=spf1 a -all'], 'spf.does-not-include', 'v=spf1 include:_spf.google.com a -all'],
  [['v=spf1 redirect=_spf.example.net'], 'spf.ok', undefined],
  [['v=spf1 a', 'v=spf1 mx'], 'spf.several', undefined],
  [['v=spf1 a +all'], 'spf.weak', 'v=spf1 a ~all'],
])('reads SPF %j as %s', (texts, code, value) => {
  const advice = readSpf('a.com', texts, { spf: '_spf.google.com' });
  expect([advice.code, advice.record?.value]).toEqual([code, value]);
});

it('names its own servers where the domain has no provider', () => {
  expect(readSpf('a.com', [], null).record?.value).toBe('v=spf1 mx ~all');
  expect(readSpf('a.com', ['v=spf1 a -all'], null).code).toBe('spf.ok');
});

it.each([
  [null, 'dmarc.missing'],
  ['v=DMARC1; p=none', 'dmarc.weak'],
  ['v=DMARC1; p=quarantine; pct=100', 'dmarc.ok'],
  ['v=DMARC1;p=reject', 'dmarc.ok'],
])('reads DMARC %j as %s', (found, code) => {
  expect(readDmarc('a.com', 'me@a.com', found).code).toBe(code);
});

it('looks at a domain whole, and says what it could not learn', async () => {
  const texts: Record<string, string[]> = {
    'shop.northlight.com': ['v=spf1 include:_spf.google.com ~all'],
    'google._domainkey.shop.northlight.com': ['v=DKIM1; k=rsa; p=MIIB'],
    'default._domainkey.shop.northlight.com': ['v=DKIM1; p='],
    '_dmarc.northlight.com': ['v=DMARC1; p=reject'],
  };
  const txt: MailDns['txt'] = async (name) => texts[name] ?? [];
  const mx: MailDns['mx'] = async () => ['aspmx.l.google.com'];
  const all = await adviseDns('a@shop.northlight.com', fakeDns({ txt, mx }));
  expect(all.map(({ code }) => code)).toEqual(['mx.ok', 'spf.ok', 'dkim.ok', 'dmarc.ok']);
  expect(all[2]?.found).toBe('google');
  const silent = await adviseDns('a@northlight.com', noDns);
  expect(silent.map(({ state }) => state)).toEqual(['unknown', 'unknown', 'unknown', 'unknown']);
  expect(await adviseDns('a@gmail.com', noDns)).toEqual([]);
  expect(await adviseDns('support@localhost', noDns)).toEqual([]);
});
