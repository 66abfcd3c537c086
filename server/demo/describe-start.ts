/** What a start prints for whoever sits at the terminal. */
import type { OneTimeLink } from '../../shared/api.ts';
import type { Demo } from './seed.ts';

export interface Started {
  publicUrl: string;
  demo: Demo | null;
  setUpLink: OneTimeLink | null;
  dataDir: string;
}

export function describeStart({ publicUrl, demo, setUpLink, dataDir }: Started): string {
  if (demo) return describeDemo(publicUrl, demo, dataDir);
  const running = `Parley is running at ${publicUrl}`;
  if (!setUpLink) return running;
  const until = new Date(setUpLink.expiresAt).toISOString().slice(11, 16);
  return `${running}\n\nNobody is here yet. Create the first admin with this link (works once, until ${until} UTC):\n\n  ${setUpLink.url}\n`;
}

function describeDemo(publicUrl: string, demo: Demo, dataDir: string): string {
  const width = Math.max(...demo.people.map((person) => person.email.length));
  const people = demo.people.map(
    ({ name, email, role, password }) => `    ${email.padEnd(width)}  ${password}   ${name}, ${role}`,
  );
  return [
    '',
    'Parley is running with a demo company, Northlight.',
    '',
    `  Shop with the chat   ${publicUrl}/shop`,
    `  Console              ${publicUrl}/`,
    '',
    '  Sign in to the console as (passwords as first drawn)',
    ...people,
    '',
    `  Everything is kept in ${dataDir}. Ctrl-C stops.`,
    '',
  ].join('\n');
}
