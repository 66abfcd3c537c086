/** The proxy of docker-compose.yml as a peer of tests: nginx with our own configuration, on a loopback port before nodes on this machine. */
import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findFreePort } from './child.ts';
import { eventually } from './eventually.ts';

export interface Nginx {
  url: string;
  stop(): Promise<void>;
}

/** @param ports of the two nodes, whether anybody listens there or not */
export async function startNginx(ports: readonly [number, number]): Promise<Nginx> {
  const home = await mkdtemp(join(tmpdir(), 'parley-nginx-'));
  const port = await findFreePort();
  const scratch = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map(
    (name) => `${name}_temp_path ${home}/${name};`,
  );
  const config = (await readFile('docker/nginx.conf', 'utf8'))
    .replace('http {', `http {\naccess_log off;\n${scratch.join('\n')}`)
    .replace('listen 80;', `listen 127.0.0.1:${port};`)
    .replace('node-1:3400', `127.0.0.1:${ports[0]}`)
    .replace('node-2:3400', `127.0.0.1:${ports[1]}`);
  await writeFile(join(home, 'nginx.conf'), `daemon off;\npid ${home}/pid;\nerror_log ${home}/log;\n${config}`);
  const child = spawn('/usr/sbin/nginx', ['-p', home, '-e', join(home, 'log'), '-c', join(home, 'nginx.conf')]);
  const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const url = `http://127.0.0.1:${port}`;
  await eventually(async () => {
    if (child.exitCode !== null) throw new Error(await readFile(join(home, 'log'), 'utf8'));
    await fetch(url);
  }, 20_000);
  return {
    url,
    async stop() {
      child.kill('SIGTERM');
      await exited;
      await rm(home, { recursive: true, force: true });
    },
  };
}
