/** Debian's Postfix as a peer of tests: a private one on a loopback port, whose bounces are real, ended with the test. Its master needs root. */
import { execFile, spawn } from 'node:child_process';
import { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { findFreePort } from '../child.ts';
import { eventually } from '../eventually.ts';
import { openDialogue } from './dialogue.ts';

const run = promisify(execFile);

export const canRunPostfix = process.getuid?.() === 0;

export interface Postfix {
  port: number;
  log(): Promise<string>;
  stop(): Promise<void>;
}

export interface PostfixOptions {
  /** the domain whose mail stays here */
  domain: string;
  /** people there, with the bytes that lie in their mailboxes already; everybody else is unknown, and found to be so after the mail was taken */
  people: Readonly<Record<string, number>>;
  /** other domains and where their mail goes, as in transport(5) */
  transports: Readonly<Record<string, string>>;
  /** bytes of one mail, and of one mailbox */
  mailBytes: number;
  mailboxBytes: number;
}

const daemons = '/usr/lib/postfix/sbin';
/** folders of the queue that postfix-script would make, slower */
const ofPostfix = 'active bounce corrupt defer deferred flush hold incoming private saved trace'.split(' ');

export async function startPostfix(options: PostfixOptions): Promise<Postfix> {
  const home = await mkdtemp(join(tmpdir(), 'parley-postfix-'));
  const port = await findFreePort();
  await chmod(home, 0o755);
  for (const folder of ['etc', 'queue', 'queue/pid', 'data', 'mail', ...ofPostfix.map((name) => `queue/${name}`)])
    await mkdir(join(home, folder), { mode: 0o755 });
  for (const folder of ['maildrop', 'public']) await mkdir(join(home, 'queue', folder), { mode: 0o730 });
  for (const [name, bytes] of Object.entries(options.people))
    await writeFile(join(home, 'mail', name), Buffer.alloc(bytes, 'x\n'));
  await run('chown', ['-R', 'nobody:nogroup', join(home, 'mail')]);
  const owned = ['data', ...ofPostfix.map((name) => `queue/${name}`)].map((name) => join(home, name));
  await run('chown', ['postfix', ...owned]);
  await run('chown', ['postfix:postdrop', join(home, 'queue/maildrop'), join(home, 'queue/public')]);
  await writeFile(join(home, 'etc/main.cf'), settings(home, options));
  await writeFile(join(home, 'etc/master.cf'), services(port));

  // A group of its own, which its end reaches and nobody else.
  const master = spawn(join(daemons, 'master'), ['-d', '-c', join(home, 'etc')], { stdio: 'ignore', detached: true });
  const exited = new Promise<void>((resolve) => master.once('exit', () => resolve()));
  const log = () => readFile(join(home, 'log'), 'utf8').catch(() => '');
  await eventually(async () => {
    if (master.exitCode !== null) throw new Error(`postfix ended: ${await log()}`);
    const dialogue = await openDialogue(port);
    const greeting = await dialogue.hear();
    dialogue.socket.destroy();
    if (!greeting.startsWith('220')) throw new Error('not yet');
  }, 30_000);
  return {
    port,
    log,
    async stop() {
      master.kill('SIGTERM');
      await exited;
      await rm(home, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

function settings(home: string, { domain, people, transports, mailBytes, mailboxBytes }: PostfixOptions): string {
  const table = (entries: [string, string][]) =>
    `inline:{ ${entries.map(([key, value]) => `{ ${key} = ${value} }`).join(', ')} }`;
  return `compatibility_level = 3.6
queue_directory = ${home}/queue
data_directory = ${home}/data
daemon_directory = ${daemons}
command_directory = /usr/sbin
mail_owner = postfix
setgid_group = postdrop
maillog_file = ${home}/log
maillog_file_prefixes = ${home}
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
mynetworks = 127.0.0.0/8
myhostname = mx.${domain}
mydestination =
alias_maps =
smtp_host_lookup = native
smtpd_recipient_restrictions = permit_mynetworks, reject
smtpd_reject_unlisted_recipient = no
virtual_mailbox_domains = ${domain}
virtual_mailbox_base = ${home}/mail
virtual_mailbox_maps = ${table(Object.keys(people).map((name) => [`${name}@${domain}`, name]))}
virtual_uid_maps = static:65534
virtual_gid_maps = static:65534
virtual_mailbox_limit = ${mailboxBytes}
message_size_limit = ${mailBytes}
transport_maps = ${table(Object.entries(transports))}
queue_run_delay = 1s
minimal_backoff_time = 1s
maximal_backoff_time = 1s
delay_warning_time = 1s
maximal_queue_lifetime = 3s
bounce_queue_lifetime = 1m
`;
}

/** Nothing is confined to a folder of its own: the queue stands in a temporary one. */
const services = (port: number): string => `127.0.0.1:${port} inet n - n - - smtpd
cleanup unix n - n - 0 cleanup
qmgr unix n - n 300 1 qmgr
rewrite unix - - n - - trivial-rewrite
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
trace unix - - n - 0 bounce
flush unix n - n 1000? 0 flush
proxymap unix - - n - - proxymap
smtp unix - - n - - smtp
error unix - - n - - error
retry unix - - n - - error
virtual unix - n n - - virtual
anvil unix - - n - 1 anvil
postlog unix-dgram n - n - 1 postlogd
`;
