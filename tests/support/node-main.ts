/** One server node as a process of its own, for tests of several; prints its port as one line of JSON and dies when its parent does. */
import { existsSync, writeFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import mongoose from 'mongoose';
import { createApp } from '../../server/app.ts';
import type { Config } from '../../server/config.ts';
import { createLog } from '../../server/lib/log.ts';
import type { TimelineFact } from '../../server/timeline/model.ts';
import { cheapPasswords, deathWord, earlyDeathWord, patientRealtime } from './test-settings.ts';

/** Between commit and publish of a message with the word, this process is gone. */
function dieAt(facts: readonly TimelineFact[]): void {
  const isMarked = facts.some(
    (fact) => fact.type === 'entry' && fact.entry.body.kind === 'message' && fact.entry.body.text.includes(deathWord),
  );
  if (isMarked) process.kill(process.pid, 'SIGKILL');
}

/** When the commit of a message with the word is about to be asked for, this process is gone, once: nothing of it reaches the store. */
function dieBefore(dataDir: string): void {
  const died = join(dataDir, 'died');
  const { Db } = mongoose.mongo;
  const command = Db.prototype.command;
  Db.prototype.command = function (this: mongoose.mongo.Db, asked, options) {
    if (asked.insert === 'entries' && JSON.stringify(asked).includes(earlyDeathWord) && !existsSync(died)) {
      writeFileSync(died, '');
      process.kill(process.pid, 'SIGKILL');
    }
    return command.call(this, asked, options);
  };
}

async function run(): Promise<void> {
  const config = JSON.parse(process.argv[2] ?? '{}') as Config;
  dieBefore(config.dataDir);
  const app = await createApp({
    config,
    // A node that is alone has no address of a database; its store outlives it all the same.
    storeUri: config.mongodbUri ?? process.argv[3] ?? '',
    log: createLog(config.logLevel, false),
    realtime: { ...patientRealtime, publishing: dieAt },
    routing: { capacity: 1_000_000, pollMs: 100 },
    passwordCost: cheapPasswords,
  });
  await app.start();
  await new Promise<void>((resolve) => app.http.listen(config.port, '127.0.0.1', resolve));
  const { port } = app.http.address() as AddressInfo;
  process.stdout.write(`${JSON.stringify({ port })}\n`);
  process.on('SIGTERM', () => void app.stop().then(() => process.exit(0)));
  process.stdin.on('end', () => process.exit(0)).resume();
}

run().catch((error: unknown) => {
  process.stderr.write(`${String(error instanceof Error ? error.stack : error)}\n`);
  process.exit(1);
});
