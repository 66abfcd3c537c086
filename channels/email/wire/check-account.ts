/** Tries the settings of an account step by step, so that an admin sees where it ends: every step is a code with data, worded by the page. */
import type { ImapFlow } from 'imapflow';
import type { ServerSettings } from './account.ts';
import { HostError, resolveHost } from './hosts.ts';
import { type ImapOptions, signIn } from './imap-connection.ts';
import { readImapFailure } from './mailbox-status.ts';
import { readFailure } from './send-result.ts';
import { openSmtpSession, SessionError, type SmtpSession } from './smtp-session.ts';
import { probe } from './tls-probe.ts';

export type CheckStep = 'resolve' | 'connect' | 'encrypt' | 'certificate' | 'sign-in' | 'folder' | 'permission';

export interface CheckProgress {
  server: 'imap' | 'smtp';
  step: CheckStep;
  state: 'running' | 'good' | 'failed' | 'left-out';
  /** why it failed or was left out */
  code?: string;
  /** the server's words, the certificate's dates, how many mails there are … */
  data?: Record<string, string | number>;
}

export interface CheckOptions {
  imap?: { server: ServerSettings; folder?: string };
  smtp?: { server: ServerSettings /** who mails will be from */; from: string };
  onProgress(progress: CheckProgress): void;
  /** ms that one step may take (default 10 s) */
  stepMs?: number;
}

/** A step that failed: `code` is for the page. */
class StepFailed extends Error {
  readonly code: string;

  constructor(code: string, reason: string) {
    super(reason);
    this.code = code;
  }
}

type StepData = Record<string, string | number> | undefined;
type RunStep = (step: CheckStep, work: () => Promise<StepData>) => Promise<void>;

/** @returns whether everything that was asked for works */
export async function checkAccount({ imap, smtp, onProgress, stepMs = 10_000 }: CheckOptions): Promise<boolean> {
  const results = await Promise.all([
    imap ? checkServer('imap', (run, leaveOut) => checkImap(imap, run, leaveOut)) : true,
    smtp ? checkServer('smtp', (run, leaveOut) => checkSmtp(smtp, run, leaveOut)) : true,
  ]);
  return results.every(Boolean);

  async function checkServer(
    server: CheckProgress['server'],
    work: (run: RunStep, leaveOut: (step: CheckStep, code: string) => void) => Promise<void>,
  ): Promise<boolean> {
    const run: RunStep = async (step, act) => {
      onProgress({ server, step, state: 'running' });
      try {
        const data = await within(act(), stepMs);
        onProgress({ server, step, state: 'good', ...(data && { data }) });
      } catch (error) {
        const { code, reason } = readStepFailure(server, error);
        onProgress({ server, step, state: 'failed', code, data: { reason } });
        throw error;
      }
    };
    return work(run, (step, code) => onProgress({ server, step, state: 'left-out', code })).then(
      () => true,
      () => false,
    );
  }
}

async function checkLine(
  kind: 'imap' | 'smtp',
  server: ServerSettings,
  run: RunStep,
  leaveOut: (step: CheckStep, code: string) => void,
) {
  await run('resolve', async () => ({ address: (await resolve(server)).address }));
  const { address, isLoopback } = await resolve(server);
  const mayGoPlain =
    server.security === 'none' || (server.security === 'starttls' && isLoopback && !server.mustEncrypt);
  const line = probe(kind, address, server);
  try {
    await run('connect', async () => void (await line.connect()));
    if (mayGoPlain) {
      leaveOut('encrypt', server.security === 'none' ? 'by-choice' : 'on-this-machine');
      leaveOut('certificate', server.security === 'none' ? 'by-choice' : 'on-this-machine');
      return;
    }
    await run('encrypt', async () => ({ protocol: await line.encrypt() }));
    await run('certificate', async () => {
      const { problem, validTo, issuer } = line.certificate();
      if (problem) throw new StepFailed(problem, `${problem} (${issuer}, until ${validTo})`);
      return { validTo, issuer };
    });
  } finally {
    line.close();
  }
}

async function checkImap(
  { server, folder = 'INBOX' }: { server: ServerSettings; folder?: string },
  run: RunStep,
  leaveOut: (step: CheckStep, code: string) => void,
): Promise<void> {
  await checkLine('imap', server, run, leaveOut);
  const options: ImapOptions = { server };
  let client: ImapFlow | null = null;
  let isOver = false;
  try {
    await run('sign-in', async () => {
      const opened = await signIn(options);
      // Too late: the step has ended without it.
      if (isOver) opened.close();
      client = opened;
      return undefined;
    });
    await run('folder', async () => {
      const box = await (client as ImapFlow).mailboxOpen(folder, { readOnly: true });
      return { mails: box.exists };
    });
  } finally {
    isOver = true;
    (client as ImapFlow | null)?.close();
  }
}

async function checkSmtp(
  { server, from }: { server: ServerSettings; from: string },
  run: RunStep,
  leaveOut: (step: CheckStep, code: string) => void,
): Promise<void> {
  await checkLine('smtp', server, run, leaveOut);
  let session: SmtpSession | null = null;
  let isOver = false;
  try {
    const open = async () => {
      const opened = await openSmtpSession(server);
      if (isOver) opened.close();
      session = opened;
      return undefined;
    };
    if (server.signIn.kind === 'none') {
      leaveOut('sign-in', 'by-choice');
      await open();
    } else {
      await run('sign-in', open);
    }
    await run('permission', async () => {
      const refused = await (session as SmtpSession | null)?.mayBeFrom(from);
      if (refused) throw new StepFailed('sender-refused', refused);
      return undefined;
    });
  } finally {
    isOver = true;
    (session as SmtpSession | null)?.close();
  }
}

function resolve({ host, allowPrivate = false, lookup }: ServerSettings) {
  return resolveHost(host, { allowPrivate, lookup });
}

function readStepFailure(server: 'imap' | 'smtp', error: unknown): { code: string; reason: string } {
  if (error instanceof StepFailed || error instanceof HostError) return { code: error.code, reason: error.message };
  if (server === 'imap') return readImapFailure(error);
  const outcome = error instanceof SessionError ? readFailure(error.cause, error.stage) : readFailure(error, 'connect');
  return outcome.state === 'failed' ? outcome : { code: 'protocol', reason: String(error) };
}

async function within<T>(work: Promise<T>, ms: number): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const tooLong = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new StepFailed('timeout', `No answer within ${ms / 1_000} s.`)), ms);
  });
  return Promise.race([work, tooLong]).finally(() => clearTimeout(timer));
}
