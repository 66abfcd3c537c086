/** A store of its own for a test file: the real one over the wire, in a fresh folder. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pino from 'pino';
import { startStore } from '../../server/embedded-mongo/start-store.ts';
import { systemClock } from '../../server/lib/clock.ts';
import { createIds, type Ids } from '../../server/lib/ids.ts';
import type { Log } from '../../server/lib/log.ts';
import { openStore, type Store } from '../../server/store/open-store.ts';
import { createTimeline, type RunningTimeline, type TimelineDeps } from '../../server/timeline/create-timeline.ts';
import type { Conversation, TimelineFact } from '../../server/timeline/model.ts';
import type { ConversationDraft, EntryDraft } from '../../server/timeline/timeline.ts';
import type { AgentEntryBody } from '../../shared/model/entry.ts';

export const silent: Log = pino({ level: 'silent' });

export interface TestStore {
  uri: string;
  store: Store;
  ids: Ids;
  close(): Promise<void>;
}

export async function openTestStore(): Promise<TestStore> {
  const dir = await mkdtemp(join(tmpdir(), 'parley-core-'));
  const running = await startStore(dir, { durable: false, thread: 'inline' });
  const store = await openStore(running.uri, silent);
  await store.migrate(() => {});
  return {
    uri: running.uri,
    store,
    ids: createIds(systemClock),
    async close() {
      await store.close();
      await running.stop();
      await rm(dir, { recursive: true, force: true });
    },
  };
}

export interface TestTimeline {
  timeline: RunningTimeline;
  facts: TimelineFact[];
}

/** A timeline as one node has it, with everything it published. */
export function startTimeline(test: TestStore, options: Partial<TimelineDeps> = {}): TestTimeline {
  const facts: TimelineFact[] = [];
  const { conversations, entries, placements } = test.store;
  // That it was opened is told of every conversation; what these tests look at comes after.
  const publish = (more: TimelineFact[]) => facts.push(...more.filter((fact) => fact.type !== 'opened'));
  const base = { conversations, entries, placements, ids: test.ids, clock: systemClock, publish, log: silent };
  return { timeline: createTimeline({ ...base, ...options }), facts };
}

export function draftConversation({ ids }: TestStore, change: Partial<ConversationDraft> = {}): ConversationDraft {
  return {
    key: ids.next(),
    identityId: ids.next(),
    customer: { id: ids.next(), name: 'Zoe' },
    inboxId: ids.next(),
    channel: 'webchat',
    subject: null,
    queueId: ids.next(),
    left: false,
    linkedFrom: null,
    form: [],
    context: {},
    ...change,
  };
}

type Writer = 'customer' | 'agent' | 'system';

export function draftEntry(conversation: Conversation, key: string, by: Writer, body: AgentEntryBody): EntryDraft {
  const { identityId, inboxId, customer } = conversation;
  const authors = {
    customer: { kind: 'customer', identityId, name: customer.name },
    agent: { kind: 'agent', id: '01M82133CGHKWZEA4QT51RYQE9' as never, name: 'Maya' },
    system: { kind: 'system' },
  } as const;
  const direction = by === 'customer' ? 'in' : body.kind === 'message' ? 'out' : 'internal';
  return { conversationId: conversation.id, key, author: authors[by], identityId, inboxId, direction, body };
}

export const message = (text: string): AgentEntryBody => ({ kind: 'message', text, files: [] });
export const note = (text: string): AgentEntryBody => ({ kind: 'note', text, files: [] });
