/** The account behind an inbox over HTTP: its credentials, which nobody reads back, and a look at whether it works. */
import { z } from 'zod';
import type { AccountChannel } from '../../channels/channel.ts';
import type { AccountState, AccountStep, DnsAdvice, FoundAccount } from '../../shared/model/account.ts';
import type { InboxId } from '../../shared/model/ids.ts';
import { type Inbox, inboxSchema } from '../../shared/model/inbox.ts';
import type { MessageTemplate } from '../../shared/model/texting.ts';
import type { InboxCredentials } from '../inbox-credentials.ts';
import type { Directory } from '../store/directory.ts';
import { parseBody, parseId } from './parse.ts';
import { type Call, forPermission, type Route } from './route.ts';
import type { InboxDeps } from './routes-inboxes.ts';
import { createRecorder, found, invalid } from './settings.ts';

export interface InboxAccountDeps extends Pick<InboxDeps, 'channels' | 'audit' | 'catalogue' | 'ids'> {
  directory: Pick<Directory, 'inbox' | 'queues'>;
  credentials: InboxCredentials;
  /** how many messages wait to be sent by it */
  waiting(id: InboxId): Promise<number>;
}

const name = z.string().regex(/^[A-Za-z][A-Za-z0-9]{0,39}$/);
const credentialsSchema = z
  .record(name, z.string().min(1).max(8_000).nullable())
  .refine((given) => Object.keys(given).length <= 20, 'too-many');
/** What is being edited: saved or not. Credentials left out are those that are kept. */
const triedSchema = inboxSchema
  .pick({ name: true, channel: true, settings: true })
  .extend({ id: inboxSchema.shape.id.nullable().default(null), credentials: credentialsSchema.default({}) });
const lookUpSchema = z.object({ channel: z.string().max(32), address: z.string().trim().min(3).max(254) });

const PATIENCE_MS = 60_000;

export function inboxAccountRoutes(deps: InboxAccountDeps): Route[] {
  const { directory, channels, audit, catalogue, credentials, ids } = deps;
  const record = createRecorder(audit);

  function accountsOf(kind: string): AccountChannel {
    const channel = channels.get(kind);
    if (channel?.accounts === undefined) throw invalid('channel', 'has no accounts');
    return channel.accounts;
  }

  /** The inbox as it would be if what is on the screen were saved; nothing of it is kept. */
  async function toInbox({ id, ...given }: z.infer<typeof triedSchema>): Promise<Inbox> {
    const saved = id === null ? null : found(await directory.inbox(id));
    if (saved && saved.channel !== given.channel) throw invalid('channel', 'cannot be changed');
    const settings = channels.get(given.channel)?.parseSettings(given.settings) ?? {};
    const [queue] = await directory.queues();
    if (queue === undefined) throw invalid('queueId', 'there is no queue');
    const fresh = {
      id: ids.next<InboxId>(),
      queueId: queue.id,
      calendarId: null,
      reopenHours: 0,
      abandonAfterSeconds: 60,
    };
    return { ...(saved ?? fresh), name: given.name, channel: given.channel, settings };
  }

  /** Those that are kept, with what is on the screen instead. */
  async function triedCredentials({ id, ...given }: z.infer<typeof triedSchema>): Promise<Record<string, string>> {
    const kept = id === null ? {} : await credentials.get(id);
    const changed = Object.entries(given.credentials).filter(([, value]) => value !== null);
    return { ...kept, ...(Object.fromEntries(changed) as Record<string, string>) };
  }

  return [
    forPermission('workspace:manage', 'get', '/api/inboxes/:id/credentials', async ({ request }) => {
      const inbox = found(await directory.inbox(parseId<InboxId>(request)));
      return { set: await credentials.which(inbox.id) };
    }),
    forPermission(
      'workspace:manage',
      'put',
      '/api/inboxes/:id/credentials',
      async (call, viewer) => {
        const inbox = found(await directory.inbox(parseId<InboxId>(call.request)));
        const given = parseBody(call.request, credentialsSchema);
        const set = await credentials.set(inbox.id, given);
        // Whoever holds a connection by the old ones has to make a new one.
        catalogue.announce();
        const fields = Object.keys(given).sort();
        await record('inbox.credentials-changed', viewer, inbox.id, call, { name: inbox.name, fields });
        return { set };
      },
      { limit: 'credentials' },
    ),
    forPermission(
      'workspace:manage',
      'post',
      '/api/inboxes/check',
      async (call, viewer) => {
        const given = parseBody(call.request, triedSchema);
        const accounts = accountsOf(given.channel);
        const inbox = await toInbox(given);
        const tried = await triedCredentials(given);
        await record('inbox.checked', viewer, given.id ?? '', call, { name: inbox.name });
        await stream(call, (tell, signal) => accounts.check(inbox, tried, tell, signal));
      },
      { limit: 'accountCheck' },
    ),
    forPermission(
      'workspace:manage',
      'post',
      '/api/inboxes/templates',
      async ({ request }): Promise<{ templates: MessageTemplate[] }> => {
        const given = parseBody(request, triedSchema);
        const { templates } = accountsOf(given.channel);
        if (templates === undefined) throw invalid('channel', 'has no templates');
        return { templates: await templates(await toInbox(given), await triedCredentials(given)) };
      },
      { limit: 'accountCheck' },
    ),
    forPermission(
      'workspace:manage',
      'post',
      '/api/inboxes/:id/mend',
      async (call, viewer) => {
        const inbox = found(await directory.inbox(parseId<InboxId>(call.request)));
        const { mend } = accountsOf(inbox.channel);
        if (mend === undefined) throw invalid('channel', 'cannot be put right from here');
        await mend(inbox);
        await record('inbox.webhooks-set', viewer, inbox.id, call, { name: inbox.name });
        return {};
      },
      { limit: 'accountCheck' },
    ),
    forPermission(
      'workspace:manage',
      'post',
      '/api/inboxes/look-up',
      async ({ request }): Promise<{ found: FoundAccount | null; advice: DnsAdvice[] }> => {
        const { channel, address } = parseBody(request, lookUpSchema);
        const accounts = accountsOf(channel);
        const [account, advice] = await Promise.all([accounts.find(address), accounts.advise(address)]);
        return { found: account, advice };
      },
      { limit: 'accountCheck' },
    ),
    forPermission('workspace:manage', 'get', '/api/inboxes/:id/state', async ({ request }): Promise<AccountState> => {
      const inbox = found(await directory.inbox(parseId<InboxId>(request)));
      const [state, waiting] = await Promise.all([accountsOf(inbox.channel).state(inbox), deps.waiting(inbox.id)]);
      return { ...state, sending: { ...state.sending, waiting } };
    }),
  ];
}

/** One JSON value a line, each as it comes; ends early when nobody reads any more. */
async function stream(
  { response }: Call,
  work: (tell: (step: AccountStep) => void, signal: AbortSignal) => Promise<void>,
): Promise<void> {
  const gone = new AbortController();
  response.once('close', () => gone.abort());
  response.set({ 'Content-Type': 'application/x-ndjson; charset=utf-8', 'X-Accel-Buffering': 'no' });
  response.flushHeaders();
  const tell = (step: AccountStep) => {
    if (!gone.signal.aborted) response.write(`${JSON.stringify(step)}\n`);
  };
  await work(tell, AbortSignal.any([gone.signal, AbortSignal.timeout(PATIENCE_MS)])).catch(() => {
    // The answer has begun, so that it went wrong has to be a step too.
    tell({ step: 'all', state: 'failed', code: 'broken-off' });
  });
  response.end();
}
