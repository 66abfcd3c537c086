/** Who may tell us something: the matrix of signatures. */
import twilio from 'twilio';
import { testAccount } from '../simulator/testing.ts';
import { accessOf } from './account.ts';
import { account } from './testing.ts';
import { isFromTwilio, readForm } from './verify.ts';

const PUBLIC = 'https://support.example.com';
const TARGET = "/hooks/phone/01JDPHQ0000000000000000001/voice?call=1&name=O'Neil";
const [PRIMARY, SECONDARY] = ['the-primary-token', 'the-secondary-token'];
const access = accessOf(account, { authToken: PRIMARY, secondaryAuthToken: SECONDARY });
const form = {
  AccountSid: testAccount.sid,
  CallSid: `CA${'1'.repeat(32)}`,
  From: '+491511',
  Body: ' spaced ',
  Empty: '',
  名: '值',
};

function check(
  given: {
    token?: string;
    url?: string;
    form?: Record<string, string>;
    target?: string;
    body?: string;
    signature?: string | null;
  } = {},
): boolean {
  const fields = given.form ?? form;
  const signature =
    given.signature === undefined
      ? twilio.getExpectedTwilioSignature(given.token ?? PRIMARY, given.url ?? PUBLIC + TARGET, fields)
      : given.signature;
  const body = Buffer.from(given.body ?? new URLSearchParams(fields).toString());
  const webhook = {
    ...{ method: 'POST' as const, target: given.target ?? TARGET, path: '/x/voice', body },
    headers: {
      host: 'evil.example',
      'x-forwarded-host': 'evil.example',
      ...(signature !== null && { 'x-twilio-signature': signature }),
    },
  };
  return isFromTwilio(webhook, readForm(body), access, PUBLIC);
}

it.each<[string, boolean, Parameters<typeof check>[0]]>([
  ['the primary token', true, {}],
  ['the secondary token, while they are changed', true, { token: SECONDARY }],
  ['another token', false, { token: 'someone-elses' }],
  ['no signature', false, { signature: null }],
  ['an empty signature', false, { signature: '' }],
  ['a signature that is no base64', false, { signature: '%%%' }],
  ['signed with a port', true, { url: `https://support.example.com:443${TARGET}` }],
  ['signed for http', false, { url: `http://support.example.com${TARGET}` }],
  ['signed for the host that a proxy named', false, { url: `https://evil.example${TARGET}` }],
  ['signed with the fragment left on', false, { url: `${PUBLIC}${TARGET}#rc=3` }],
  ['a slash more', false, { target: TARGET.replace('/voice', '/voice/') }],
  ['another query', false, { target: TARGET.replace('call=1', 'call=2') }],
  ['a field trimmed on the way', false, { body: new URLSearchParams({ ...form, Body: 'spaced' }).toString() }],
  ['an empty field dropped on the way', false, { body: new URLSearchParams({ ...form, Empty: 'x' }).toString() }],
  ['a field added', false, { body: `${new URLSearchParams(form)}&More=1` }],
  ['fields that look nested', true, { form: { ...form, 'a[b]': '1', 'a[c]': '2' } }],
  ['fields that nobody knew before', true, { form: { ...form, NewField: 'x' } }],
  ['rightly signed, of another account', false, { form: { ...form, AccountSid: `AC${'f'.repeat(32)}` } }],
  ['rightly signed, of no account', false, { form: { CallSid: form.CallSid } }],
])('%s: %s', (_name, expected, given) => {
  expect(check(given)).toBe(expected);
});

it('a field that stands twice is signed as a list', () => {
  const body = `AccountSid=${testAccount.sid}&Tag=b&Tag=a`;
  const signature = twilio.getExpectedTwilioSignature(PRIMARY, PUBLIC + TARGET, {
    AccountSid: testAccount.sid,
    Tag: ['b', 'a'],
  });
  expect(check({ body, signature })).toBe(true);
});

it("agrees with Twilio's own example", () => {
  const example = {
    CallSid: 'CA1234567890ABCDE',
    Caller: '+14158675309',
    Digits: '1234',
    From: '+14158675309',
    To: '+18005551212',
  };
  const signature = twilio.getExpectedTwilioSignature('12345', 'https://mycompany.com/myapp.php?foo=1&bar=2', example);
  expect(signature).toBe('RSOYDt4T1cUTdK1PDd93/VVr8B8=');
});
