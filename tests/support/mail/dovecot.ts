/** Debian's Dovecot as a peer of tests: a private one on a loopback port, its mail in a temporary folder, ended with the test. */
import { execFile, spawn } from 'node:child_process';
import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { findFreePort } from '../child.ts';
import { eventually } from '../eventually.ts';
import { testCertificate } from './certificate.ts';
import { openDialogue } from './dialogue.ts';

const run = promisify(execFile);

export interface Dovecot {
  port: number;
  /** delivers into the mailbox of a user, who exists as soon as they are named; the password is `secret` */
  deliver(user: string, mails: readonly string[], folder?: string): Promise<void>;
  /** `doveadm <verb> …` */
  admin(...args: string[]): Promise<string>;
  stop(): Promise<void>;
}

/** @param extra lines of configuration, such as `imap_capability = …` */
export async function startDovecot(extra = ''): Promise<Dovecot> {
  const home = await mkdtemp(join(tmpdir(), 'parley-dovecot-'));
  const port = await findFreePort();
  const isRoot = process.getuid?.() === 0;
  // Mail users must not be root; whoever runs the tests serves otherwise.
  const user = isRoot ? 'mail' : userInfo().username;
  await chmod(home, 0o755);
  await mkdir(join(home, 'mail'), { mode: 0o777 });
  await chmod(join(home, 'mail'), 0o777);
  await writeFile(join(home, 'cert.pem'), testCertificate.cert);
  await writeFile(join(home, 'key.pem'), testCertificate.key, { mode: 0o600 });
  const config = join(home, 'dovecot.conf');
  await writeFile(
    config,
    `base_dir = ${home}/run
state_dir = ${home}/state
log_path = ${home}/log
protocols = imap
listen = 127.0.0.1
first_valid_uid = 1
disable_plaintext_auth = no
auth_mechanisms = plain login
auth_failure_delay = 0
mail_location = maildir:${home}/mail/%u
default_login_user = ${isRoot ? 'nobody' : user}
default_internal_user = ${isRoot ? 'nobody' : user}
default_internal_group = ${isRoot ? 'nogroup' : ''}
ssl = yes
ssl_cert = <${home}/cert.pem
ssl_key = <${home}/key.pem
passdb {
  driver = static
  args = password=secret
}
userdb {
  driver = static
  args = uid=${user} gid=${user} home=${home}/mail/%u allow_all_users=yes
}
service anvil {
  chroot =
}
service imap-login {
  chroot =
  inet_listener imap {
    port = ${port}
  }
  inet_listener imaps {
    port = 0
  }
}
namespace inbox {
  inbox = yes
  mailbox Sent {
    auto = subscribe
    special_use = \\Sent
  }
  mailbox Processed {
    auto = create
  }
}
mail_max_userip_connections = 50
${extra}
`,
  );
  const server = spawn('/usr/sbin/dovecot', ['-F', '-c', config], { stdio: 'ignore' });
  const exited = new Promise<void>((resolve) => server.once('exit', () => resolve()));
  await eventually(async () => {
    if (server.exitCode !== null) throw new Error(`dovecot ended: see ${home}/log`);
    const dialogue = await openDialogue(port);
    const greeting = await dialogue.hear();
    dialogue.socket.destroy();
    if (!greeting.startsWith('* OK')) throw new Error('not yet');
  }, 15_000);

  async function deliver(to: string, mails: readonly string[], folder = 'INBOX'): Promise<void> {
    for (const mail of mails) {
      const child = spawn('/usr/bin/doveadm', ['-c', config, 'save', '-u', to, '-m', folder], {
        stdio: ['pipe', 'ignore', 'pipe'],
      });
      let errors = '';
      child.stderr.on('data', (chunk: Buffer) => {
        errors += chunk.toString();
      });
      child.stdin.end(mail);
      const code = await new Promise((resolve) => child.once('exit', resolve));
      if (code !== 0) throw new Error(`doveadm save failed: ${errors}`);
    }
  }
  return {
    port,
    deliver,
    admin: async (...args) => (await run('/usr/bin/doveadm', ['-c', config, ...args])).stdout,
    async stop() {
      server.kill('SIGTERM');
      await exited;
      await rm(home, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}
