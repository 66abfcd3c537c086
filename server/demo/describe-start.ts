/** What a start prints for whoever sits at the terminal. */
import type { OneTimeLink } from '../../shared/api.ts';
import type { Demo } from './seed.ts';

export interface Started {
  publicUrl: string;
  /** where mail is taken; null: nowhere */
  mail: { host: string; port: number } | null;
  /** the simulated number; null: there is none */
  phone: string | null;
  demo: Demo | null;
  setUpLink: OneTimeLink | null;
  dataDir: string;
}

export function describeStart({ publicUrl, mail, phone, demo, setUpLink, dataDir }: Started): string {
  if (demo) return describeDemo({ publicUrl, mail, phone, dataDir }, demo);
  const running = `Parley is running at ${publicUrl}`;
  if (!setUpLink) return running;
  const until = new Date(setUpLink.expiresAt).toISOString().slice(11, 16);
  return `${running}\n\nNobody is here yet. Create the first admin with this link (works once, until ${until} UTC):\n\n  ${setUpLink.url}\n`;
}

function describeDemo(
  { publicUrl, mail, phone, dataDir }: Pick<Started, 'publicUrl' | 'mail' | 'phone' | 'dataDir'>,
  demo: Demo,
): string {
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
    ...(mail && demo.mailAddress
      ? [
          `  Mailbox              ${demo.mailAddress}, by SMTP at ${mail.host}:${mail.port}`,
          `  Mail it would send   ${publicUrl}/outbox`,
        ]
      : []),
    ...(phone ? [`  Telephone            ${phone}, from the handset at ${publicUrl}/phone`] : []),
    '',
    '  Sign in to the console as (passwords as first drawn)',
    ...people,
    '',
    `  Everything is kept in ${dataDir}. Ctrl-C stops.`,
    '',
  ].join('\n');
}
