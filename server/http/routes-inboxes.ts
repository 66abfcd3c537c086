/** Inboxes over HTTP: created, changed, and the secret with which a website proves who its visitors are. */
import { z } from 'zod';
import type { Channel } from '../../channels/channel.ts';
import type { InboxId } from '../../shared/model/ids.ts';
import { type Inbox, inboxSchema } from '../../shared/model/inbox.ts';
import { readOrigin } from '../../shared/model/origin.ts';
import type { Audit } from '../accounts/audit.ts';
import type { Catalogue } from '../catalogue/catalogue.ts';
import type { InboxSecrets } from '../inbox-secrets.ts';
import type { InboxSightings } from '../inbox-sightings.ts';
import type { Ids } from '../lib/ids.ts';
import type { Directory } from '../store/directory.ts';
import { parseBody, parseId } from './parse.ts';
import { forPermission, type Route } from './route.ts';
import { changedFields, createRecorder, found, invalid, refuseTaken } from './settings.ts';

export interface InboxDeps {
  directory: Pick<Directory, 'inbox' | 'inboxes' | 'saveInbox' | 'queue' | 'calendar'>;
  channels: ReadonlyMap<string, Channel>;
  catalogue: Pick<Catalogue, 'announce'>;
  audit: Pick<Audit, 'record'>;
  secrets: InboxSecrets;
  sightings: Pick<InboxSightings, 'list'>;
  ids: Ids;
}

const LIMIT = 200;
const inputSchema = inboxSchema.omit({ id: true });
/** hours that tokens signed with the old secret are still believed; 0 where it has leaked */
const rotateSchema = z.object({ graceHours: z.number().int().min(0).max(168).default(24) });

export function inboxRoutes({ directory, channels, catalogue, audit, secrets, sightings, ids }: InboxDeps): Route[] {
  const record = createRecorder(audit);

  /** An archived one leaves its name, and its place among the many, to others. */
  const active = async () => (await directory.inboxes()).filter((inbox) => !inbox.archived);

  async function check(inbox: Inbox): Promise<Inbox> {
    const channel = channels.get(inbox.channel);
    if (!channel) throw invalid('channel', 'there is no such channel');
    const queue = await directory.queue(inbox.queueId);
    if (!queue) throw invalid('queueId', 'there is no such queue');
    // An archived inbox brings nothing to it; brought back it would.
    if (queue.archived && !inbox.archived) throw invalid('queueId', 'this queue is archived');
    if (inbox.calendarId && !(await directory.calendar(inbox.calendarId)))
      throw invalid('calendarId', 'there is no such calendar');
    if (!inbox.archived) refuseTaken(await active(), inbox);
    return { ...inbox, settings: readOrigins(channel.parseSettings(inbox.settings)) };
  }

  return [
    forPermission('workspace:manage', 'get', '/api/inboxes', async () => ({
      inboxes: await directory.inboxes(),
      weights: Object.fromEntries([...channels].map(([kind, channel]) => [kind, channel.capabilities.weight])),
    })),
    forPermission('workspace:manage', 'get', '/api/inboxes/:id', async ({ request }) => {
      return found(await directory.inbox(parseId<InboxId>(request)));
    }),
    forPermission('workspace:manage', 'post', '/api/inboxes', async (call, viewer) => {
      const inbox = await check({ id: ids.next<InboxId>(), ...parseBody(call.request, inputSchema) });
      if ((await active()).length >= LIMIT) throw invalid('name', 'too-many');
      await directory.saveInbox(inbox);
      catalogue.announce();
      await record('inbox.created', viewer, inbox.id, call, { name: inbox.name });
      return inbox;
    }),
    forPermission('workspace:manage', 'put', '/api/inboxes/:id', async (call, viewer) => {
      const id = parseId<InboxId>(call.request);
      const given = parseBody(call.request, inboxSchema);
      if (given.id !== id) throw invalid('id', 'is not the one in the path');
      const before = found(await directory.inbox(id));
      if (before.channel !== given.channel) throw invalid('channel', 'cannot be changed');
      const inbox = await check(given);
      await directory.saveInbox(inbox);
      catalogue.announce();
      const { name } = inbox;
      const fields = changedFields(before, inbox).filter((field) => field !== 'archived');
      if (fields.length > 0) await record('inbox.changed', viewer, id, call, { name, fields });
      const isArchived = inbox.archived ?? false;
      if (isArchived === (before.archived ?? false)) return inbox;
      await record(isArchived ? 'inbox.archived' : 'inbox.restored', viewer, id, call, { name });
      return inbox;
    }),
    forPermission('workspace:manage', 'get', '/api/inboxes/:id/sightings', async ({ request }) => {
      const inbox = found(await directory.inbox(parseId<InboxId>(request)));
      return { sightings: await sightings.list(inbox.id) };
    }),
    forPermission('workspace:manage', 'get', '/api/inboxes/:id/secret', async (call, viewer) => {
      const inbox = found(await directory.inbox(parseId<InboxId>(call.request)));
      // Whoever knows it can speak as any of the website's users.
      await record('inbox.secret-shown', viewer, inbox.id, call, { name: inbox.name });
      return secrets.show(inbox.id);
    }),
    forPermission('workspace:manage', 'post', '/api/inboxes/:id/secret', async (call, viewer) => {
      const inbox = found(await directory.inbox(parseId<InboxId>(call.request)));
      const { graceHours } = parseBody(call.request, rotateSchema);
      const rotated = await secrets.rotate(inbox.id, graceHours * 3_600_000);
      await record('inbox.secret-rotated', viewer, inbox.id, call, { name: inbox.name, graceHours });
      return rotated;
    }),
  ];
}

/** Where a channel's settings name websites, each is kept in the one spelling that browsers send. */
function readOrigins<T extends object>(settings: T): T {
  if (!('allowedOrigins' in settings) || !Array.isArray(settings.allowedOrigins)) return settings;
  const origins = settings.allowedOrigins.map((text, at) => {
    const read = readOrigin(String(text));
    if ('problem' in read) throw invalid(`allowedOrigins.${at}`, read.problem);
    return read.origin;
  });
  return { ...settings, allowedOrigins: [...new Set(origins)] };
}
