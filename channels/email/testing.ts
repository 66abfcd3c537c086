/** Raw mails for tests: written by hand where the trouble is in the bytes, by nodemailer where they are ordinary. */
import MailComposer from 'nodemailer/lib/mail-composer';
import type Mail from 'nodemailer/lib/mailer';

/** Lines with CRLF, in one byte per character: `\xe4` is a byte. */
export function rawMail(lines: readonly string[] | string): Buffer {
  const text = typeof lines === 'string' ? lines : lines.join('\n');
  return Buffer.from(text.replace(/\r?\n/g, '\r\n'), 'latin1');
}

/** The same, in UTF-8. */
export function utf8Mail(lines: readonly string[]): Buffer {
  return Buffer.from(lines.join('\r\n'), 'utf8');
}

export function composeMail(mail: Mail.Options): Promise<Buffer> {
  return new MailComposer(mail).compile().build();
}

/** Numbers from a seed, so that a failing run can be seen again (mulberry32). */
export function seeded(seed: number): {
  below(bound: number): number;
  pick<T>(from: readonly T[]): T;
  chance(of: number): boolean;
} {
  let state = seed;
  const draw = (): number => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
  const below = (bound: number): number => Math.floor(draw() * bound);
  return { below, pick: <T>(from: readonly T[]): T => from[below(from.length)] as T, chance: (of) => draw() < of };
}
