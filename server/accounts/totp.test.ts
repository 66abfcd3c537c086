import { Secret, TOTP } from 'otpauth';
import { drawRecoveryCodes, drawSecret, hashRecovery, readCode, stepOf, uriOf } from './totp.ts';

const STEP = 30_000;
const secret = drawSecret();
const codeAt = (at: number): string => new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp: at });

test('the vectors of RFC 6238 hold for six digits', () => {
  const known = new Secret({ buffer: new TextEncoder().encode('12345678901234567890').buffer }).base32;
  for (const [seconds, code] of [
    [59, '287082'],
    [1_111_111_109, '081804'],
    [20_000_000_000, '353130'],
  ] as const) {
    expect(stepOf(known, code, seconds * 1000)).toBe(Math.floor(seconds / 30));
  }
});

test('a code is good for its own step and one on either side, and says which step it is of', () => {
  const now = 1_800_000_000_000;
  const steps = [-2, -1, 0, 1, 2].map((away) => stepOf(secret, codeAt(now + away * STEP), now));
  const own = now / STEP;
  expect(steps).toEqual([null, own - 1, own, own + 1, null]);
});

test('what an authenticator scans names the person and the secret', () => {
  const uri = new URL(uriOf(secret, 'maya@parley.example'));
  expect(uri.protocol).toBe('otpauth:');
  expect(uri.searchParams.get('secret')).toBe(secret);
  expect(secret).toMatch(/^[A-Z2-7]{32}$/);
  expect(decodeURIComponent(uri.pathname)).toContain('Parley:maya@parley.example');
});

test('recovery codes differ, and are known however they are typed', () => {
  const codes = drawRecoveryCodes();
  expect(new Set(codes).size).toBe(10);
  for (const code of codes) {
    expect(code).toMatch(/^[a-z0-9]{4}(-[a-z0-9]{4}){3}$/);
    expect(readCode(code).kind).toBe('recovery');
    expect(hashRecovery(code.toUpperCase().replaceAll('-', ' '))).toBe(hashRecovery(code));
  }
  expect(readCode(' 123 456 ')).toEqual({ kind: 'totp', code: '123456' });
});
