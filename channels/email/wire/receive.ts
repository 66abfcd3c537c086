/** Reads one mail of an SMTP session into memory, within the limits of one mail and of all that are being read. */
import type { SMTPServerDataStream } from 'smtp-server';
import { SmtpRefusal } from './refusal.ts';

/** Bytes that all sessions together hold in memory. */
export interface Budget {
  left: number;
}

/**
 * Reads to the end in every case, for the client is told only then.
 * @throws SmtpRefusal 552 when it is too large, 452 when too much is being received at once
 */
export function receiveMail(stream: SMTPServerDataStream, maxSize: number, budget: Budget): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    let chunks: Buffer[] = [];
    let held = 0;
    let refusal: SmtpRefusal | null = null;

    function release(): void {
      budget.left += held;
      held = 0;
      chunks = [];
    }
    function refuse(why: SmtpRefusal): void {
      refusal = why;
      release();
    }

    stream.on('data', (chunk: Buffer) => {
      if (refusal) return;
      held += chunk.length;
      budget.left -= chunk.length;
      if (held > maxSize) return refuse(new SmtpRefusal(552, `This mail is larger than ${maxSize} bytes.`));
      if (budget.left < 0) return refuse(new SmtpRefusal(452, 'Too much mail at once, try again in a moment.'));
      chunks.push(chunk);
    });
    stream.once('end', () => {
      const raw = refusal ? null : Buffer.concat(chunks);
      release();
      if (raw) resolve(raw);
      else reject(refusal ?? new Error('unreachable'));
    });
    stream.once('error', (error: Error) => {
      release();
      reject(error);
    });
    // Destroyed without an error when nobody listened for one in time.
    stream.once('close', () => {
      if (stream.readableEnded) return;
      release();
      reject(new Error('The connection ended within the mail.'));
    });
  });
}
