/** What is advised about the records of a domain. */
import { adviseOnDns, type DnsAdviceOptions } from './dns-advice.ts';

type Zone = Record<string, string[] | 'away'>;
const advise = async (zone: Zone, more: Partial<DnsAdviceOptions> = {}) => {
  const advice = await adviseOnDns({
    domain: 'mail.firm.test',
    selectors: ['s1', 's2'],
    dns: {
      async resolveTxt(name) {
        const found = zone[name];
        if (found === 'away') throw Object.assign(new Error('away'), { code: 'ESERVFAIL' });
        if (!found) throw Object.assign(new Error('none'), { code: 'ENOTFOUND' });
        // Long records come in pieces.
        return found.map((record) => [record.slice(0, 10), record.slice(10)]);
      },
    },
    ...more,
  });
  return Object.fromEntries(advice.map(({ check, state, code, data }) => [check, { state, code, data }]));
};

it('finds nothing to say of a domain that has all', async () => {
  const advice = await advise(
    {
      'mail.firm.test': ['something else', 'v=spf1 include:_spf.provider.test -all'],
      's2._domainkey.mail.firm.test': ['v=DKIM1; k=rsa; p=MIIB'],
      '_dmarc.mail.firm.test': ['v=DMARC1; p=reject; rua=mailto:a@firm.test'],
    },
    { expectedInclude: '_spf.provider.test' },
  );
  expect(advice).toMatchObject({
    spf: { state: 'good' },
    dkim: { state: 'good', data: { selector: 's2' } },
    dmarc: { state: 'good', data: { policy: 'reject' } },
  });
});

it('misses each of them', async () => {
  expect(await advise({})).toMatchObject({
    spf: { state: 'bad', code: 'spf-missing' },
    dkim: { state: 'weak', code: 'dkim-missing' },
    dmarc: { state: 'bad', code: 'dmarc-missing' },
  });
});

it.each([
  [['v=spf1 +all'], 'spf-open'],
  [['v=spf1 all'], 'spf-open'],
  [['v=spf1 -all', 'v=spf1 ~all'], 'spf-several'],
  [['v=spf1 mx ?all'], 'spf-soft-end'],
  [['v=spf1 mx'], 'spf-soft-end'],
  [['v=spf10 -all'], 'spf-missing'],
  [[`v=spf1 ${Array.from({ length: 11 }, (_, n) => `include:i${n}.test`).join(' ')} -all`], 'spf-too-many-lookups'],
  [['v=spf1 redirect=_spf.firm.test'], 'spf-good'],
])('reads %j as %s', async (records, code) => {
  expect((await advise({ 'mail.firm.test': records })).spf?.code).toBe(code);
});

it('names the include that the provider needs', async () => {
  const advice = await advise({ 'mail.firm.test': ['v=spf1 mx -all'] }, { expectedInclude: '_spf.google.com' });
  expect(advice.spf).toMatchObject({
    state: 'weak',
    code: 'spf-without-provider',
    data: { include: '_spf.google.com' },
  });
});

it('sees a key that was revoked, a policy that only watches, and the record of the domain above', async () => {
  const advice = await advise({
    's1._domainkey.mail.firm.test': ['v=DKIM1; p='],
    '_dmarc.firm.test': ['v=DMARC1;p=none'],
  });
  expect(advice).toMatchObject({
    dkim: { code: 'dkim-revoked' },
    dmarc: { code: 'dmarc-only-watches', state: 'weak' },
  });
});

it('does not call missing what nobody answered', async () => {
  const advice = await advise({
    'mail.firm.test': 'away',
    's1._domainkey.mail.firm.test': 'away',
    's2._domainkey.mail.firm.test': 'away',
    '_dmarc.mail.firm.test': 'away',
  });
  for (const check of ['spf', 'dkim', 'dmarc'])
    expect(advice[check]).toMatchObject({ state: 'unknown', code: 'unanswered' });
});
