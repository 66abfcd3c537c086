/** An SMTP server that answers as the test says: any code, silence, or a cut line, at any step. */
import { createServer, type Socket } from 'node:net';

/** `drop` ends the connection, `hang` never answers. */
export type Reply = string | 'drop' | 'hang';

export interface PeerScript {
  greeting?: Reply | (() => Reply);
  ehlo?: string[] | Reply;
  auth?: Reply;
  mail?: Reply | ((line: string) => Reply);
  rcpt?: (address: string, nth: number) => Reply;
  data?: Reply;
  /** after the last byte of a mail */
  end?: Reply | ((raw: string) => Reply);
  starttls?: Reply;
  /** cuts the line after so many bytes of a mail */
  cutAfter?: number;
  /** told when the line was cut so */
  cut?: () => void;
}

export interface SmtpPeer {
  port: number;
  /** what it was told, without the mails themselves */
  lines: string[];
  mails: string[];
  connections: number;
  script: PeerScript;
  /** ends all connections, as a server does with idle ones */
  hangUp(): void;
  close(): Promise<void>;
}

export async function startSmtpPeer(script: PeerScript = {}): Promise<SmtpPeer> {
  const sockets = new Set<Socket>();
  const peer: SmtpPeer = {
    port: 0,
    lines: [],
    mails: [],
    connections: 0,
    script,
    hangUp() {
      for (const socket of sockets) socket.end();
    },
    close() {
      for (const socket of sockets) socket.destroy();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };

  const server = createServer((socket) => {
    peer.connections += 1;
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket)).on('error', () => {});
    let pending = '';
    let mail: string | null = null;
    let recipients = 0;

    function answer(reply: Reply): void {
      if (reply === 'drop') socket.destroy();
      else if (reply !== 'hang') socket.write(`${reply}\r\n`);
    }
    function replyTo(line: string): Reply | null {
      const {
        ehlo,
        auth = '235 2.7.0 Welcome',
        mail: from = '250 2.1.0 OK',
        rcpt,
        data = '354 Go on',
        starttls,
      } = peer.script;
      peer.lines.push(line);
      const verb = line.split(' ')[0]?.toUpperCase() ?? '';
      switch (verb) {
        case 'EHLO':
          if (typeof ehlo === 'string') return ehlo;
          return ['peer.test', ...(ehlo ?? []), 'OK']
            .map((word, n, all) => `250${n === all.length - 1 ? ' ' : '-'}${word}`)
            .join('\r\n');
        case 'STARTTLS':
          return starttls ?? '502 5.5.1 What is that';
        case 'AUTH':
          return auth;
        case 'MAIL':
          recipients = 0;
          return typeof from === 'function' ? from(line) : from;
        case 'RCPT': {
          recipients += 1;
          const address = /<(.*)>/.exec(line)?.[1] ?? '';
          return rcpt?.(address, recipients) ?? '250 2.1.5 OK';
        }
        case 'DATA':
          if (data.startsWith('354')) mail = '';
          return data;
        case 'QUIT':
          socket.end('221 2.0.0 Bye\r\n');
          return null;
        default:
          return '250 2.0.0 OK';
      }
    }
    socket.on('data', (chunk: Buffer) => {
      pending += chunk.toString('latin1');
      for (;;) {
        if (mail !== null) {
          const { cutAfter, cut, end = '250 2.0.0 Queued' } = peer.script;
          if (cutAfter !== undefined && pending.length >= cutAfter) {
            socket.destroy();
            return cut?.();
          }
          const last = pending.startsWith('.\r\n') ? -2 : pending.indexOf('\r\n.\r\n');
          if (last === -1) return;
          mail = pending.slice(0, last + 2);
          pending = pending.slice(last + 5);
          peer.mails.push(mail);
          answer(typeof end === 'function' ? end(mail) : end);
          mail = null;
        }
        const eol = pending.indexOf('\r\n');
        if (eol < 0) return;
        const line = pending.slice(0, eol);
        pending = pending.slice(eol + 2);
        const reply = replyTo(line);
        if (reply !== null) answer(reply);
      }
    });
    const { greeting = '220 peer.test ESMTP' } = peer.script;
    answer(typeof greeting === 'function' ? greeting() : greeting);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  peer.port = typeof address === 'object' && address ? address.port : 0;
  return peer;
}
