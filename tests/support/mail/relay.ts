/** A mail server between two that write to each other: hands on by the recipient's domain, may change what it carries, and counts. */
import nodemailer from 'nodemailer';
import { SMTPServer } from 'smtp-server';

export interface Carried {
  from: string;
  to: string[];
  raw: string;
}

export interface Relay {
  port: number;
  /** all that it took, in this order */
  carried: Carried[];
  /** where each domain's mail goes; the others' stays here */
  routes: Map<string, number>;
  /** what it makes of each mail on the way */
  change: (mail: Carried) => Carried;
  close(): Promise<void>;
}

export async function startRelay(): Promise<Relay> {
  async function handOn({ from, to, raw }: Carried): Promise<void> {
    for (const address of to) {
      const port = relay.routes.get(address.slice(address.lastIndexOf('@') + 1));
      if (port === undefined) continue;
      const transport = nodemailer.createTransport({ host: '127.0.0.1', port, ignoreTLS: true });
      await transport
        .sendMail({ envelope: { from, to: [address] }, raw: Buffer.from(raw, 'latin1') })
        .finally(() => transport.close());
    }
  }
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS', 'AUTH'],
    disableReverseLookup: true,
    closeTimeout: 100,
    onData(stream, { envelope }, done) {
      const pieces: Buffer[] = [];
      stream.on('data', (piece: Buffer) => pieces.push(piece));
      stream.on('end', () => {
        const from = envelope.mailFrom ? envelope.mailFrom.address : '';
        const to = envelope.rcptTo.map(({ address }) => address);
        const mail = relay.change({ from, to, raw: Buffer.concat(pieces).toString('latin1') });
        relay.carried.push(mail);
        handOn(mail).then(
          () => done(),
          (error: Error) => done(error),
        );
      });
    },
  });
  server.on('error', () => {});
  const relay: Relay = {
    port: 0,
    carried: [],
    routes: new Map(),
    change: (mail) => mail,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  const address = server.server.address();
  relay.port = typeof address === 'object' && address ? address.port : 0;
  return relay;
}
