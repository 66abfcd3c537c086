/** The server side of SCRAM-SHA-256 (RFC 5802, RFC 7677), so that the plain driver can log in over TCP. */
import { createHash, createHmac, pbkdf2Sync, randomBytes, timingSafeEqual } from 'node:crypto';

const ITERATIONS = 15_000;

/** What the server keeps of a password. */
export interface Credential {
  readonly user: string;
  readonly salt: Buffer;
  readonly storedKey: Buffer;
  readonly serverKey: Buffer;
}

/** Derives the credential of one user. The password must be ASCII, so that SASLprep changes nothing. */
export function deriveCredential(user: string, password: string): Credential {
  const salt = randomBytes(28);
  const salted = pbkdf2Sync(password, salt, ITERATIONS, 32, 'sha256');
  return {
    user,
    salt,
    storedKey: createHash('sha256').update(hmac(salted, 'Client Key')).digest(),
    serverKey: hmac(salted, 'Server Key'),
  };
}

const hmac = (key: Buffer, text: string): Buffer => createHmac('sha256', key).update(text).digest();

/** One login. `first` answers saslStart, `final` answers saslContinue; both return undefined when the login fails. */
export class ScramExchange {
  private clientFirstBare = '';
  private serverFirst = '';
  private nonce = '';
  private readonly credential: Credential;

  constructor(credential: Credential) {
    this.credential = credential;
  }

  first(payload: string): string | undefined {
    const match = /^n,,(n=([^,]*),r=([^,]+))$/.exec(payload);
    if (match === null) return undefined;
    const [, bare = '', user = '', clientNonce = ''] = match;
    if (user.replaceAll('=2C', ',').replaceAll('=3D', '=') !== this.credential.user) return undefined;
    this.clientFirstBare = bare;
    this.nonce = clientNonce + randomBytes(24).toString('base64');
    this.serverFirst = `r=${this.nonce},s=${this.credential.salt.toString('base64')},i=${ITERATIONS}`;
    return this.serverFirst;
  }

  final(payload: string): string | undefined {
    const match = /^(c=biws,r=([^,]+)),p=([^,]+)$/.exec(payload);
    if (match === null || this.nonce === '') return undefined;
    const [, withoutProof = '', nonce = '', proofText = ''] = match;
    const proof = Buffer.from(proofText, 'base64');
    if (nonce !== this.nonce || proof.length !== 32) return undefined;
    const authMessage = `${this.clientFirstBare},${this.serverFirst},${withoutProof}`;
    const signature = hmac(this.credential.storedKey, authMessage);
    const clientKey = Buffer.from(proof.map((byte, i) => byte ^ (signature[i] ?? 0)));
    const isRight = timingSafeEqual(createHash('sha256').update(clientKey).digest(), this.credential.storedKey);
    return isRight ? `v=${hmac(this.credential.serverKey, authMessage).toString('base64')}` : undefined;
  }
}
