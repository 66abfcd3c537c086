/** Ingest over a real store and timeline, with a routing that remembers what it was asked. */

import type { Channel, InboundMessage } from '../../channels/channel.ts';
import { createWebchatChannel } from '../../channels/webchat/webchat.ts';
import { createConsent } from '../../server/customers/consent.ts';
import { createIngest } from '../../server/ingest/ingest.ts';
import type { Ingest, IngestDeps } from '../../server/ingest/ports.ts';
import { createVisitors } from '../../server/ingest/visitors.ts';
import { systemClock } from '../../server/lib/clock.ts';
import type { EnqueueRequest, WorkItem } from '../../server/routing/routing.ts';
import type { RunningTimeline } from '../../server/timeline/create-timeline.ts';
import type { InboxId } from '../../shared/model/ids.ts';
import type { Inbox, WebsiteSettings } from '../../shared/model/inbox.ts';
import { silent, startTimeline, type TestStore } from './test-store.ts';

export const websiteSettings: WebsiteSettings = {
  siteName: 'Northlight',
  greeting: 'Hello',
  accent: '#224488',
  position: 'right',
  allowedOrigins: ['https://shop.example'],
  form: [],
  identityRequired: false,
  typingPreview: false,
  privacyUrl: '',
};

export function makeInbox(test: TestStore, change: Partial<Inbox> = {}): Inbox {
  return {
    id: test.ids.next<InboxId>(),
    name: 'Shop',
    channel: 'webchat',
    queueId: test.ids.next(),
    calendarId: null,
    reopenHours: 24,
    abandonAfterSeconds: 60,
    settings: websiteSettings,
    ...change,
  };
}

export interface TestIngest {
  ingest: Ingest;
  timeline: RunningTimeline;
  enqueued: EnqueueRequest[];
  attached: string[];
}

export function channelMap(channels: readonly Channel[] = [createWebchatChannel()]): ReadonlyMap<string, Channel> {
  return new Map(channels.map((channel) => [channel.kind, channel]));
}

/** `wrap` stands between ingest and what it works with, to fail where a test wants it to. */
export function startIngest(
  test: TestStore,
  inboxes: readonly Inbox[],
  options: { wrap?(deps: IngestDeps): IngestDeps; now?(): number; channels?: readonly Channel[] } = {},
): TestIngest {
  const clock = { now: options.now ?? systemClock.now };
  const { timeline } = startTimeline(test, { clock });
  const enqueued: EnqueueRequest[] = [];
  const attached: string[] = [];
  const deps: IngestDeps = {
    timeline,
    customers: test.store.customers,
    wrote: () => undefined,
    consent: createConsent({ timeline, customers: test.store.customers }),
    directory: { inbox: async (id) => inboxes.find((inbox) => inbox.id === id) ?? null },
    routing: {
      async enqueue(request) {
        enqueued.push(request);
        return await mirrorWork(test, timeline, request);
      },
      customerWrote: async () => undefined,
      async close(id) {
        const conversation = await timeline.find(id);
        const work = conversation?.work && { ...conversation.work, state: 'closed' as const };
        await timeline.change(id, { status: 'closed', closedAt: clock.now(), ...(work && { work }) });
      },
      async reopen(id) {
        await timeline.change(id, { status: 'open', closedAt: null });
      },
    },
    channels: channelMap(options.channels),
    async attachFiles(files, conversationId) {
      attached.push(...files.map(({ id }) => `${id}:${conversationId}`));
    },
    ids: test.ids,
    clock,
    log: silent,
  };
  return { ingest: createIngest(options.wrap?.(deps) ?? deps), timeline, enqueued, attached };
}

/** What routing does to a conversation: the mirror of its work. */
async function mirrorWork(test: TestStore, timeline: RunningTimeline, request: EnqueueRequest): Promise<WorkItem> {
  const conversation = await timeline.find(request.conversationId);
  const times = { enqueuedAt: 1, since: 1, rank: 1 };
  const owner = { ownerId: null, ownerName: null };
  const id = conversation?.work?.state === 'waiting' ? conversation.work.id : test.ids.next<WorkItem['id']>();
  const work = { id, version: 1, state: 'waiting' as const, queueId: request.queueId, ...owner, ...times };
  await timeline.change(request.conversationId, { work: { ...work, wrapUpUntil: null, handingTo: null } });
  const plain = { callId: null, slot: null, exclusive: false, besideId: null, offerSeconds: null };
  return { ...request, ...work, ...plain, priority: 'normal', offer: null, excluded: [] };
}

export async function makeVisitor(test: TestStore, inbox: Inbox): Promise<InboundMessage['identity']> {
  const visitors = createVisitors({ customers: test.store.customers, clock: systemClock, ids: test.ids });
  const { viewer } = await visitors.begin(inbox, undefined, { proof: null });
  return { kind: 'visitor', value: viewer.identityId };
}

let sends = 0;
export function inbound(
  inbox: Inbox,
  identity: InboundMessage['identity'],
  change: Partial<InboundMessage> = {},
): InboundMessage {
  sends += 1;
  return {
    type: 'message',
    inboxId: inbox.id,
    key: `${identity.value}:client-${sends}`,
    identity,
    at: 1,
    conversationId: null,
    clientId: `client-${sends}`,
    text: 'Hello there',
    files: [],
    form: [],
    context: {},
    claimed: {},
    left: false,
    ...change,
  };
}
