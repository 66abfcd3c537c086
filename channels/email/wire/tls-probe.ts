/** Opens a line to a mail server and encrypts it, to see each step by itself; the certificate is looked at and not trusted. */
import { connect as connectPlain, type Socket } from 'node:net';
import { connect as connectTls, type TLSSocket } from 'node:tls';
import type { ServerSettings } from './account.ts';

export interface Probe {
  connect(): Promise<void>;
  /** @returns the TLS version */
  encrypt(): Promise<string>;
  certificate(): { problem: string | null; validTo: string; issuer: string };
  close(): void;
}

/** What a certificate is not trusted for, by Node's name of it. */
const PROBLEMS: Record<string, string> = {
  CERT_HAS_EXPIRED: 'certificate-expired',
  CERT_NOT_YET_VALID: 'certificate-not-yet-valid',
  ERR_TLS_CERT_ALTNAME_INVALID: 'certificate-of-another-name',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'certificate-self-signed',
  SELF_SIGNED_CERT_IN_CHAIN: 'certificate-self-signed',
};

export function probe(kind: 'imap' | 'smtp', address: string, { host, port, security, ca }: ServerSettings): Probe {
  let plain: Socket | null = null;
  let secure: TLSSocket | null = null;

  function fail(error: Error): never {
    throw Object.assign(error, { originalCode: (error as NodeJS.ErrnoException).code });
  }
  /** Sends a line and reads until one that ends the answer. */
  function converse(line: string | null, end: RegExp): Promise<string> {
    const socket = plain as Socket;
    return new Promise((resolve, reject) => {
      let heard = '';
      const onData = (chunk: Buffer) => {
        heard += chunk.toString('latin1');
        if (!end.test(heard)) return;
        socket.off('data', onData);
        resolve(heard);
      };
      socket.on('data', onData);
      socket.once('close', () =>
        reject(Object.assign(new Error('The server closed the connection.'), { code: 'ECONNECTION' })),
      );
      if (line !== null) socket.write(`${line}\r\n`);
    });
  }

  return {
    async connect() {
      const socket = connectPlain(port, address);
      plain = socket;
      await new Promise<void>((resolve, reject) => socket.once('connect', resolve).once('error', reject)).catch(
        (error: Error) => fail(Object.assign(error, { code: (error as NodeJS.ErrnoException).code ?? 'ESOCKET' })),
      );
      socket.on('error', () => {});
      if (security !== 'tls') await converse(null, kind === 'smtp' ? /^\d{3} .*\r\n/m : /^\* .*\r\n/m);
    },
    async encrypt() {
      if (security !== 'tls') {
        if (kind === 'smtp') await converse('EHLO parley', /^\d{3} .*\r\n/m);
        const answer = await converse(
          kind === 'smtp' ? 'STARTTLS' : 'a STARTTLS',
          kind === 'smtp' ? /^\d{3} .*\r\n/m : /^a .*\r\n/m,
        );
        if (!/^(220 |a OK)/im.test(answer)) {
          throw Object.assign(new Error(`The server offers no encryption: ${answer.trim()}`), { code: 'ETLS' });
        }
      }
      const socket = connectTls({
        socket: plain as Socket,
        servername: /^[\d.:]+$/.test(host) ? undefined : host,
        host,
        minVersion: 'TLSv1.2',
        rejectUnauthorized: false,
        ...(ca && { ca }),
      });
      secure = socket;
      await new Promise<void>((resolve, reject) =>
        socket.once('secureConnect', resolve).once('error', (error) => reject(Object.assign(error, { code: 'ETLS' }))),
      );
      socket.on('error', () => {});
      return socket.getProtocol() ?? '';
    },
    certificate() {
      const certificate = secure?.getPeerCertificate();
      const { code, message } = (secure?.authorizationError ?? {}) as { code?: string; message?: string };
      const named =
        code ?? (typeof secure?.authorizationError === 'string' ? secure.authorizationError : undefined) ?? message;
      return {
        problem: named ? (PROBLEMS[named] ?? 'certificate-unknown-issuer') : null,
        validTo: certificate?.valid_to ?? '',
        issuer: [certificate?.issuer?.O ?? certificate?.issuer?.CN ?? ''].flat().join(', '),
      };
    },
    close() {
      secure?.destroy();
      plain?.destroy();
    },
  };
}
