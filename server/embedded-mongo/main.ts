/** The store as a process of its own: `node main.js --dir D --socket S | --port P`; prints its URI as one line of JSON. */
import { parseArgs } from 'node:util';
import { startInline } from './start-store.ts';

const { values } = parseArgs({
  options: {
    dir: { type: 'string' },
    socket: { type: 'string' },
    port: { type: 'string' },
    'max-bytes': { type: 'string' },
    'not-durable': { type: 'boolean', default: false },
  },
});

async function run(): Promise<void> {
  const { dir, socket, port } = values;
  if (dir === undefined) throw new Error('Usage: main --dir FOLDER [--socket PATH | --port NUMBER]');
  const listen = socket !== undefined ? { socket } : port !== undefined ? { port: Number(port) } : undefined;
  const store = await startInline({
    dir,
    options: {
      durable: !values['not-durable'],
      maxBytes: Number(values['max-bytes'] ?? 0),
      ...(listen === undefined ? {} : { listen }),
    },
  });
  process.stdout.write(`${JSON.stringify({ uri: store.uri })}\n`);
  const stop = (): void => {
    store.stop().then(() => process.exit(0));
  };
  process.once('SIGTERM', stop);
  process.once('SIGINT', stop);
}

run().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
