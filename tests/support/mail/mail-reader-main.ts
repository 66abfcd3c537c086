/**
 * A process that reads a mailbox and keeps what it takes in a file, to be killed at any moment. `take` appends a line and syncs it, once per
 * key; the cursor is a file that is replaced whole. Arguments: the IMAP port, the user, the folder it writes to.
 */
import {
  appendFileSync,
  closeSync,
  existsSync,
  fsyncSync,
  openSync,
  readFileSync,
  renameSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { openMailbox } from '../../../channels/email/wire/imap-connection.ts';
import { readMailbox } from '../../../channels/email/wire/mailbox.ts';
import type { CursorState } from '../../../channels/email/wire/mailbox-cursor.ts';

const [port = '', user = '', folder = ''] = process.argv.slice(2);
const ledger = join(folder, 'ledger');
const seen = new Set(
  existsSync(ledger)
    ? readFileSync(ledger, 'utf8')
        .split('\n')
        .map((line) => line.split(' ')[0])
    : [],
);

function writeDurably(path: string, flags: string, text: string): void {
  const file = openSync(path, flags);
  writeSync(file, text);
  fsyncSync(file);
  closeSync(file);
}

const cursorFile = join(folder, 'cursor');
const state: CursorState = {
  async get<T>() {
    return existsSync(cursorFile)
      ? (JSON.parse(readFileSync(cursorFile, 'utf8')) as { value: T; version: number })
      : null;
  },
  async put(_key, value, expected) {
    writeDurably(`${cursorFile}.new`, 'w', JSON.stringify({ value, version: (expected ?? 0) + 1 }));
    renameSync(`${cursorFile}.new`, cursorFile);
    return true;
  },
};

void readMailbox(
  {
    mailboxId: user,
    connect: () =>
      openMailbox({
        server: {
          host: '127.0.0.1',
          port: Number(port),
          security: 'none',
          signIn: { kind: 'password', user, password: 'secret' },
          allowPrivate: true,
        },
        after: { moveTo: 'Processed' },
      }),
    state,
    async take({ key, raw, unparsed }) {
      // Somewhere before, between and after: the parent kills when it likes.
      await wait(2);
      if (!seen.has(key))
        writeDurably(
          ledger,
          'a',
          `${key} ${/^subject: (.*)$/im.exec(raw.toString())?.[1]?.trim()}${unparsed ? ' unparsed' : ''}\n`,
        );
      seen.add(key);
      await wait(2);
    },
    importSince: 0,
    maxSize: 1_000_000,
    now: Date.now,
    chance: () => 0,
    pause: (ms, signal) => wait(Math.min(ms, 100), undefined, { signal }).catch(() => {}),
    log: {
      info: () => {},
      warn: (fields, text) => appendFileSync(join(folder, 'log'), `${text} ${JSON.stringify(fields)}\n`),
    },
    onStatus: ({ state: is }) => process.stdout.write(`${is}\n`),
  },
  new AbortController().signal,
);
