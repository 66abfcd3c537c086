/** The thread in which large mails are read: one after another, and ended from outside when one takes too long. */
import { parentPort } from 'node:worker_threads';
import { readMail } from '../read-mail.ts';
import type { FromThread, Question, ToThread } from './messages.ts';
import { pictureAddress } from './picture-address.ts';

if (parentPort === null) throw new Error('This is a program for a thread of its own.');
const port = parentPort;
const asked = new Map<number, { resolve(value: unknown): void; reject(error: Error): void }>();
let questions = 0;

function ask(question: Question): Promise<unknown> {
  questions += 1;
  const number = questions;
  say({ type: 'ask', number, question });
  return new Promise((resolve, reject) => asked.set(number, { resolve, reject }));
}

function say(message: FromThread, transfer: ArrayBuffer[] = []): void {
  port.postMessage(message, transfer);
}

port.on('message', (message: ToThread) => {
  if (message.type === 'read') return void read(message);
  const waiting = asked.get(message.to);
  asked.delete(message.to);
  if (message.type === 'answer') waiting?.resolve(message.value);
  // What failed is known by its code alone: a name that does not exist proves something, one that could not be looked up does not.
  else waiting?.reject(Object.assign(new Error(message.message), { code: message.code }));
});

async function read({ raw, envelope, options }: Extract<ToThread, { type: 'read' }>): Promise<void> {
  try {
    const reading = await readMail(Buffer.from(raw.buffer, raw.byteOffset, raw.byteLength), envelope, {
      ...options,
      lastOutgoing: (hints) => ask({ kind: 'said', hints }) as Promise<string | null>,
      resolver: ((name: string, type: string) => ask({ kind: 'resolve', name, type })) as never,
      cid: pictureAddress,
    });
    // Handed over rather than copied; each has its own, for what they are parts of is not wanted there.
    const parts = reading.mail.parts.map((part) => ({ ...part, bytes: new Uint8Array(part.bytes) as Buffer }));
    const transfer = parts.map(({ bytes }) => bytes.buffer as ArrayBuffer);
    say({ type: 'done', reading: { ...reading, mail: { ...reading.mail, parts } } }, transfer);
  } catch (error) {
    say({ type: 'failed', message: error instanceof Error ? error.message : String(error) });
  }
}
