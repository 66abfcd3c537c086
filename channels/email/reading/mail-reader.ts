/**
 * Reads mails without holding up anybody else: small ones here, where their cost is bounded, large ones in a thread of their own, which
 * is ended when one takes too long (ADR 41).
 */
import { Worker } from 'node:worker_threads';
import type { Envelope } from '../model.ts';
import { type MailReading, type ReadOptions, readMail } from '../read-mail.ts';
import type { FromThread, Question, ToThread } from './messages.ts';
import { pictureAddress } from './picture-address.ts';

export interface MailReader {
  /** @returns null for a mail that could not be read within the limit */
  read(raw: Buffer, envelope: Envelope | null, options: Omit<ReadOptions, 'cid'>): Promise<MailReading | null>;
  stop(): Promise<void>;
}

/** bytes; what a page or a text of this length may cost is less than what is noticed */
const SMALL = 16 * 1024;
const LIMIT_MS = 60_000;
/** MB; a mail of the largest size that is taken needs a fraction */
const MEMORY = 1_024;
const isSource = import.meta.url.endsWith('.ts');
const program = new URL(isSource ? './thread.ts' : './thread.js', import.meta.url);
/** A thread takes no loader over from its process. */
const compiling = `import('tsx/esm/api').then(({ register }) => { register(); return import('${program.href}'); })`;

export function createMailReader(limits: { limitMs?: number } = {}): MailReader {
  let thread: Worker | null = null;
  let last: Promise<unknown> = Promise.resolve();

  function threadOf(): Worker {
    if (thread !== null) return thread;
    // What this process was started with is not meant for it.
    const options = { execArgv: [], resourceLimits: { maxOldGenerationSizeMb: MEMORY } };
    const started = isSource ? new Worker(compiling, { ...options, eval: true }) : new Worker(program, options);
    // It keeps no process alive; what it dies of is heard by whoever waits for it.
    started.unref();
    started.on('error', () => undefined);
    started.once('exit', () => {
      if (thread === started) thread = null;
    });
    thread = started;
    return started;
  }

  async function end(): Promise<void> {
    const ending = thread;
    thread = null;
    await ending?.terminate();
  }

  /** The limit begins when the mail's turn comes. */
  async function readApart(
    raw: Buffer,
    envelope: Envelope | null,
    { resolver, lastOutgoing, ...options }: Omit<ReadOptions, 'cid'>,
  ): Promise<MailReading | null> {
    const worker = threadOf();
    const answer = (question: Question): Promise<unknown> =>
      question.kind === 'said'
        ? (lastOutgoing?.(question.hints) ?? Promise.resolve(null))
        : (resolver as (name: string, type: string) => Promise<unknown>)(question.name, question.type);
    const tell = (message: ToThread, transfer: ArrayBuffer[] = []): void => worker.postMessage(message, transfer);
    const copy = new Uint8Array(raw);
    const reading = await new Promise<MailReading | Error | null>((resolve) => {
      const timer = setTimeout(() => finish(null), limits.limitMs ?? LIMIT_MS);
      const onExit = (): void => finish(new Error('The thread that reads mails ended.'));
      const onError = (error: Error & { code?: string }): void =>
        finish(error.code === 'ERR_WORKER_OUT_OF_MEMORY' ? null : error);
      const onMessage = (message: FromThread): void => {
        if (message.type === 'done') finish(message.reading);
        else if (message.type === 'failed') finish(new Error(message.message));
        else
          answer(message.question).then(
            (value) => tell({ type: 'answer', to: message.number, value }),
            (error: { code?: string; message?: string }) =>
              tell({ type: 'refusal', to: message.number, code: error.code, message: error.message ?? '' }),
          );
      };
      function finish(result: MailReading | Error | null): void {
        clearTimeout(timer);
        worker.off('exit', onExit).off('error', onError).off('message', onMessage);
        resolve(result);
      }
      worker.on('message', onMessage).once('error', onError).once('exit', onExit);
      tell({ type: 'read', raw: copy, envelope, options }, [copy.buffer]);
    });
    if (reading === null) await end();
    if (reading instanceof Error) throw reading;
    return reading && withBuffers(reading);
  }

  return {
    async read(raw, envelope, options) {
      if (raw.length <= SMALL) return readMail(raw, envelope, { ...options, cid: pictureAddress });
      const turn = last.then(() => readApart(raw, envelope, options));
      last = turn.catch(() => undefined);
      return turn;
    },
    stop: end,
  };
}

/** Buffers come over as plain arrays of bytes. */
function withBuffers({ mail, ...reading }: MailReading): MailReading {
  const parts = mail.parts.map((part) => {
    const { buffer, byteOffset, byteLength } = part.bytes;
    return { ...part, bytes: Buffer.from(buffer, byteOffset, byteLength) };
  });
  return { ...reading, mail: { ...mail, parts } };
}
