/** Runs commands one after another, each announced in a line with how long it took; stops at the first that fails. */
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('../..', import.meta.url));
export const bin = (name) => `${root}node_modules/.bin/${name}`;

/** Exit code of a command; its output goes through. `quiet` keeps it back and returns it. */
export function run(command, args, { quiet = false, env = {}, cwd = root } = {}) {
  return new Promise((resolve) => {
    const child = spawn(command, args, {
      cwd,
      env: { ...process.env, ...env },
      stdio: quiet ? ['ignore', 'pipe', 'pipe'] : 'inherit',
    });
    let output = '';
    child.stdout?.on('data', (chunk) => {
      output += chunk;
    });
    child.stderr?.on('data', (chunk) => {
      output += chunk;
    });
    child.on('error', (error) => resolve({ code: 1, output: String(error) }));
    child.on('close', (code) => resolve({ code: code ?? 1, output }));
  });
}

/** A step is `{ name, do: () => Promise<{ code, output? }> }`. */
export async function runSteps(steps) {
  for (const step of steps) {
    const begun = Date.now();
    process.stdout.write(`${step.name} … `);
    const { code, output = '' } = await step.do();
    const seconds = ((Date.now() - begun) / 1000).toFixed(1);
    process.stdout.write(`${code === 0 ? 'ok' : 'FAILED'} (${seconds} s)\n`);
    if (code !== 0) {
      process.stdout.write(`${output}\n`);
      process.exit(1);
    }
  }
}
