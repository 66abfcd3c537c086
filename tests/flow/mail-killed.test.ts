/** kill -9 at any step of reading a mailbox: every mail is kept exactly once. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { drawFrom } from '../support/chance.ts';
import { startChild } from '../support/child.ts';
import { eventually } from '../support/eventually.ts';
import { type Dovecot, startDovecot } from '../support/mail/dovecot.ts';

const SEED = Number(process.env.SEED ?? 4);
const MAILS = 24;
const KILLS = 3;
let dovecot: Dovecot;
let folder = '';

beforeAll(async () => {
  dovecot = await startDovecot();
  folder = mkdtempSync(join(tmpdir(), 'parley-mail-killed-'));
}, 30_000);
afterAll(async () => {
  await dovecot?.stop();
  rmSync(folder, { recursive: true, force: true });
});

it(`keeps each mail once (SEED=${SEED})`, async () => {
  const chance = drawFrom(SEED);
  const subjects = Array.from({ length: MAILS }, (_, n) => `mail-${n}`);
  const mails = subjects.map((subject) => `Subject: ${subject}\r\n\r\nhello\r\n`);
  await dovecot.deliver('ann', mails.slice(0, MAILS / 2));
  const read = () => {
    try {
      return readFileSync(join(folder, 'ledger'), 'utf8').trim().split('\n').filter(Boolean);
    } catch {
      return [];
    }
  };
  const start = () =>
    startChild(
      process.execPath,
      ['--import', 'tsx', 'tests/support/mail/mail-reader-main.ts', String(dovecot.port), 'ann', folder],
      (line) => line === 'connected',
    );

  for (let killed = 0; killed < KILLS; killed += 1) {
    const child = await start();
    // From the moment it is connected to some way into the next mails.
    const enough = read().length + chance.below(6);
    await eventually(() => {
      if (read().length < Math.min(enough, MAILS / 2)) throw new Error('not yet');
    }, 20_000);
    await new Promise((resolve) => setTimeout(resolve, chance.below(12)));
    await child.end('SIGKILL');
  }
  const last = await start();
  await dovecot.deliver('ann', mails.slice(MAILS / 2));
  await eventually(async () => {
    const left = await dovecot.admin('mailbox', 'status', '-u', 'ann', 'messages', 'INBOX');
    expect(left).toMatch(/messages=0\b/);
  }, 30_000);
  await last.end('SIGKILL');

  const kept = read().map((line) => line.split(' ').slice(1).join(' '));
  expect(kept.map((line) => line.replace(' unparsed', '')).sort()).toEqual([...subjects].sort());
  expect(await dovecot.admin('mailbox', 'status', '-u', 'ann', 'messages', 'Processed')).toMatch(
    new RegExp(`messages=${MAILS}\\b`),
  );
}, 120_000);
