/** Codes of authenticators (RFC 6238) and recovery codes: pure, with the time as an argument. */
import { createHash, randomBytes } from 'node:crypto';
import { Secret, TOTP } from 'otpauth';

const PERIOD = 30;
/** steps before and after the present one that are taken too, for clocks that are off (RFC 6238 §5.2) */
const WINDOW = 1;
const SECRET_BYTES = 20;
const RECOVERY_CODES = 10;

const totpOf = (secret: string, label = ''): TOTP =>
  new TOTP({
    issuer: 'Parley',
    label,
    secret: Secret.fromBase32(secret),
    algorithm: 'SHA1',
    digits: 6,
    period: PERIOD,
  });

/** 160 random bits in base32 (RFC 4226 §4). */
export const drawSecret = (): string => new Secret({ size: SECRET_BYTES }).base32;

/** What an authenticator scans. */
export const uriOf = (secret: string, email: string): string => totpOf(secret, email).toString();

/** The number of the 30-second step whose code it is; null when it is none of this moment. `now` in ms since 1970. */
export function stepOf(secret: string, code: string, now: number): number | null {
  const delta = totpOf(secret).validate({ token: code, timestamp: now, window: WINDOW });
  return delta === null ? null : Math.floor(now / 1000 / PERIOD) + delta;
}

/** Six digits are a code of an authenticator; anything else is taken for a recovery code. */
export function readCode(typed: string): { kind: 'totp' | 'recovery'; code: string } {
  const bare = typed.replace(/[\s-]/g, '').toLowerCase();
  return { kind: /^\d{6}$/.test(bare) ? 'totp' : 'recovery', code: bare };
}

/** Letters and digits that are not mistaken for one another when read from paper. */
const ALPHABET = 'abcdefghjkmnpqrstvwxyz0123456789';

/** Ten codes of 80 random bits each, as `xxxx-xxxx-xxxx-xxxx`. */
export function drawRecoveryCodes(): string[] {
  return Array.from({ length: RECOVERY_CODES }, () => {
    const letters = [...randomBytes(16)].map((byte) => ALPHABET[byte % ALPHABET.length]).join('');
    return letters.replace(/(.{4})(?=.)/g, '$1-');
  });
}

/** With 80 random bits there is nothing to guess, so a plain hash is enough. */
export const hashRecovery = (code: string): string => createHash('sha256').update(readCode(code).code).digest('hex');
