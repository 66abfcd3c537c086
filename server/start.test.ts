/** The process as an operator sees it: one clear line and exit code 1 for what they can mend, and clean restarts. */
import { type ChildProcess, spawn } from 'node:child_process';
import { cp, mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import net, { type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { programOf } from '../tests/support/program.ts';

jest.setTimeout(240_000);

interface Running {
  child: ChildProcess;
  output(): string;
  /** resolves when the text was printed; rejects when the process ends first */
  until(text: string): Promise<void>;
  ended: Promise<number | null>;
}

describe('starting', () => {
  let dir: string;
  const running: ChildProcess[] = [];
  beforeAll(async () => {
    dir = await mkdtemp(join(tmpdir(), 'parley-start-'));
  });
  afterAll(async () => {
    for (const child of running) child.kill('SIGKILL');
    await rm(dir, { recursive: true, force: true });
  });

  function start(environment: Record<string, string>): Running {
    const child = spawn(process.execPath, programOf('server/main.ts'), {
      env: {
        PATH: process.env.PATH,
        PORT: '0',
        MAIL_PORT: 'off',
        DATA_DIR: join(dir, 'main'),
        LOG_LEVEL: 'silent',
        // A day of work is laid out behind a start that is looked at elsewhere.
        DEMO_DAY: 'off',
        ...environment,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    running.push(child);
    let output = '';
    const waiting = new Map<string, () => void>();
    const add = (chunk: Buffer): void => {
      output += chunk;
      for (const [text, resolve] of waiting) if (output.includes(text)) resolve();
    };
    child.stdout?.on('data', add);
    child.stderr?.on('data', add);
    const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
    return {
      child,
      ended,
      output: () => output,
      until: (text) =>
        new Promise((resolve, reject) => {
          if (output.includes(text)) return resolve();
          waiting.set(text, resolve);
          ended.then(() => reject(new Error(`ended before printing "${text}":\n${output}`)));
        }),
    };
  }

  async function refuse(environment: Record<string, string>): Promise<string> {
    const process = start(environment);
    expect(await process.ended).toBe(1);
    return process.output();
  }

  const oneLine = (text: RegExp) => expect.stringMatching(new RegExp(`^${text.source}\\n$`));

  it('refuses a demo for other machines', async () => {
    const said = await refuse({ HOST: '0.0.0.0' });
    expect(said).toEqual(oneLine(/Configuration: HOST: the demo is for this machine only.*/));
  });

  it('refuses a folder it cannot write to', async () => {
    const file = join(dir, 'a-file');
    await writeFile(file, '');
    expect(await refuse({ DATA_DIR: join(file, 'data') })).toEqual(
      oneLine(/The data folder .* cannot be written to .*/),
    );
  });

  it('starts the demo, keeps others off its folder and its port, and starts again after a kill', async () => {
    const first = start({});
    await first.until('Ctrl-C stops.');
    expect(first.output()).toMatch(/maya@parley\.example +\S{19} /);
    const passwords = first.output().match(/\S{4}-\S{4}-\S{4}-\S{4}/g);
    const mode = (await stat(join(dir, 'main/demo.json'))).mode & 0o777;
    expect(mode).toBe(0o600);

    expect(await refuse({})).toEqual(oneLine(/The data folder .* is already in use by process \d+\./));
    first.child.kill('SIGKILL');
    await first.ended;

    const second = start({});
    await second.until('Ctrl-C stops.');
    expect(second.output().match(/\S{4}-\S{4}-\S{4}-\S{4}/g)).toEqual(passwords);
    second.child.kill('SIGTERM');
    expect(await second.ended).toBe(0);
  });

  it('says when the port is taken', async () => {
    const server = net.createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => server.once('listening', resolve));
    const { port } = server.address() as AddressInfo;
    const said = await refuse({ PORT: String(port), DATA_DIR: join(dir, 'other') });
    expect(said).toEqual(oneLine(new RegExp(`Port ${port} on 127\\.0\\.0\\.1 is in use already;.*`)));
    server.close();
  });

  it('refuses a folder whose files belong to another database', async () => {
    const foreign = join(dir, 'foreign');
    await cp(join(dir, 'main'), foreign, { recursive: true });
    await writeFile(join(foreign, 'workspace.json'), JSON.stringify({ marker: 'f'.repeat(32) }));
    expect(await refuse({ DATA_DIR: foreign })).toEqual(
      oneLine(/The data folder .* does not belong to this database; .*/),
    );
    await rm(join(foreign, 'workspace.json'));
    expect(await refuse({ DATA_DIR: foreign })).toEqual(
      oneLine(/The data folder .* does not belong to this database; .*/),
    );
  });

  it('prints a set-up link in production', async () => {
    const production = start({
      ...{ NODE_ENV: 'production', PUBLIC_BASE_URL: 'https://desk.example.com', SECRET_KEY: 's'.repeat(32) },
      DATA_DIR: join(dir, 'production'),
    });
    await production.until('https://desk.example.com/setup?token=');
    expect(production.output()).not.toMatch('maya@parley.example');
    production.child.kill('SIGTERM');
    expect(await production.ended).toBe(0);
  });
});
