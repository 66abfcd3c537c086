/** A hand on the wire: a line-based connection for tests that say exactly which bytes are sent, and read what comes back. */
import { connect, type Socket } from 'node:net';

export interface Dialogue {
  socket: Socket;
  /** Sends the line with CRLF and gives the whole reply, of several lines or one. */
  say(line: string): Promise<string>;
  /** Sends bytes as they are. */
  write(bytes: string | Buffer): void;
  /** the next reply */
  hear(): Promise<string>;
  /** resolves when the other side has closed */
  closed: Promise<void>;
}

/** An SMTP dialogue: a reply ends with a line whose code is followed by a space (RFC 5321 §4.2). */
export async function openDialogue(port: number, host = '127.0.0.1'): Promise<Dialogue> {
  const socket = connect(port, host);
  const replies: string[] = [];
  const waiting: ((reply: string) => void)[] = [];
  let pending = '';
  let partial: string[] = [];
  socket.on('error', () => {});
  socket.on('data', (chunk: Buffer) => {
    pending += chunk.toString();
    for (let end = pending.indexOf('\r\n'); end >= 0; end = pending.indexOf('\r\n')) {
      const line = pending.slice(0, end);
      pending = pending.slice(end + 2);
      partial.push(line);
      if (line[3] === '-') continue;
      const reply = partial.join('\n');
      partial = [];
      const next = waiting.shift();
      if (next) next(reply);
      else replies.push(reply);
    }
  });
  const closed = new Promise<void>((resolve) =>
    socket.once('close', () => {
      for (const next of waiting.splice(0)) next('closed');
      resolve();
    }),
  );

  function hear(): Promise<string> {
    const reply = replies.shift();
    if (reply !== undefined) return Promise.resolve(reply);
    if (socket.destroyed) return Promise.resolve('closed');
    return new Promise((resolve) => waiting.push(resolve));
  }
  return {
    socket,
    hear,
    closed,
    write: (bytes) => void socket.write(bytes),
    say(line) {
      socket.write(`${line}\r\n`);
      return hear();
    },
  };
}
