/** `npm run dev`: the server restarts on change, the console reloads in place, widget and shop are rebuilt; one address for all. */
import { spawn } from 'node:child_process';
import { createServer } from 'vite';
import { build, parts, root, tell } from './build.mjs';

const host = '127.0.0.1';
const port = Number(process.env.PORT ?? 3400);
const backPort = port + 1;
const back = `http://${host}:${backPort}`;
const publicUrl = `http://${host}:${port}`;
const children = [];

function start(args, environment = {}) {
  const child = spawn(process.execPath, args, { cwd: root, stdio: 'inherit', env: { ...process.env, ...environment } });
  children.push(child);
  child.once('exit', (code) => stop(code ?? 0));
}

let isStopping = false;
function stop(code) {
  if (isStopping) return;
  isStopping = true;
  for (const child of children) child.kill('SIGTERM');
  setTimeout(() => process.exit(code), 2_000).unref();
  process.exitCode = code;
  front?.close();
}

const widget = parts.filter((part) => part.result.startsWith('client/widget'));
await build(tell, widget);
for (const part of widget) for (const command of part.commands) start([...command, '--watch']);
start(['node_modules/tsx/dist/cli.mjs', 'watch', '--clear-screen=false', 'server/main.ts'], {
  PORT: String(backPort),
  PUBLIC_BASE_URL: publicUrl,
});

/** Everything that is not a source of the console comes from the server behind; by prefix. */
const proxy = Object.fromEntries(
  ['/api', '/files', '/socket', '/widget', '/shop', '/outbox', '/phone', '/hooks'].map((path) => [
    path,
    { target: back, ws: true },
  ]),
);
const front = await createServer({
  configFile: 'vite.console.config.ts',
  root: 'client/console',
  server: {
    host,
    port,
    strictPort: true,
    proxy,
  },
});
await front.listen();
tell(`Console with hot reload: ${publicUrl}/`);
for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => stop(0));
