/**
 * Carries out what the team wrote where nobody waits at the other end: the intention is kept before the entry, the outside id before the first
 * attempt, and every attempt is one node's at a time. A node that dies while it sends has its message sent again under the same outside id.
 */
import type { Channel, Outbound as OutboundMessage, SendResult } from '../../channels/channel.ts';
import { AppError } from '../../shared/errors.ts';
import type { FileRef } from '../../shared/model/file.ts';
import type { ConversationId, EntryId } from '../../shared/model/ids.ts';
import type { Inbox } from '../../shared/model/inbox.ts';
import type { KeptMail } from '../../shared/model/kept-mail.ts';
import type { DeliveryCode } from '../../shared/model/letter.ts';
import type { TextRefusal } from '../../shared/model/texting.ts';
import type { Clock } from '../lib/clock.ts';
import type { Ids } from '../lib/ids.ts';
import type { Log } from '../lib/log.ts';
import { createLoop } from '../routing/loop.ts';
import { systemTimers, type Timers } from '../routing/timers.ts';
import type { Conversation, Entry } from '../timeline/model.ts';
import type { Timeline } from '../timeline/timeline.ts';
import { buildLoose, buildOutbound, type OutboundSources } from './build-outbound.ts';
import { deliveryOf, showDelivery } from './deliveries.ts';
import { findKept } from './kept-mails.ts';
import { createLanes } from './lanes.ts';
import type { LooseLetter, OutboxItem, OutboxStore } from './outbox-model.ts';
import { changeOf } from './outcome.ts';
import type { TextingGuard } from './texting.ts';

export interface Outbox {
  /** Before the entry: from now on it is carried, or found to be missing. */
  intend(key: string, conversation: Pick<Conversation, 'id' | 'inboxId'>, answers?: string): Promise<void>;
  /** After the entry; repeating it changes nothing. */
  queue(entry: Entry): Promise<void>;
  /** A letter that stands in no timeline. */
  sendLoose(from: Inbox, conversation: Pick<Conversation, 'id'>, letter: LooseLetter): Promise<void>;
  /** @throws AppError `not_found`, `conflict` for what is on its way or arrived */
  retry(conversationId: ConversationId, entryId: EntryId): Promise<void>;
  /** How many messages wait to be sent by an inbox. */
  waiting(inboxId: Inbox['id']): Promise<number>;
  /** What went into files because nothing is configured to send by, newest first. */
  kept(limit: number): Promise<KeptMail[]>;
  start(): Promise<void>;
  stop(): Promise<void>;
}

export interface OutboxDeps extends OutboundSources {
  store: OutboxStore;
  timeline: Pick<Timeline, 'find' | 'findEntry' | 'before' | 'revise' | 'placements'>;
  channels: ReadonlyMap<string, Channel>;
  directory: { inbox(id: Inbox['id']): Promise<Inbox | null> };
  secrets: { good(id: Inbox['id']): Promise<string[]> };
  /** what a channel kept belongs to the conversation */
  attachFiles(refs: readonly Pick<FileRef, 'id'>[], conversationId: ConversationId, audience: 'team'): Promise<void>;
  texting: Pick<TextingGuard, 'judge'>;
  /** somebody wants no more, as the other side says */
  optedOut(entry: Entry, key: string): Promise<void>;
  clock: Clock;
  ids: Ids;
  nodeId: string;
  log: Log;
  timers?: Timers;
}

const codes: Partial<Record<TextRefusal, DeliveryCode>> = {
  ...{ 'opted-out': 'opted-out', 'too-late': 'too-late', 'too-long': 'too-large', files: 'too-large' },
};

/** Longer than one attempt takes with its largest files. */
const CLAIM_MS = 10 * 60_000;
const BATCH = 50;
/** of one inbox */
const AT_ONCE = 4;
const POLL_MS = 5_000;
/** An entry is written sooner than this, or its node died. */
const INTENDED_MS = 60_000;

export function createOutbox(deps: OutboxDeps): Outbox {
  const { store, timeline, channels, clock, log, nodeId } = deps;
  const loop = createLoop({
    pass: () =>
      pass().catch((error: unknown) => {
        log.error({ err: error }, 'The outbox could not be looked at; it is tried again.');
        return null;
      }),
    clock,
    timers: deps.timers ?? systemTimers,
    pollMs: POLL_MS,
    log,
  });

  const lanes = createLanes({
    places: AT_ONCE,
    freed: () => loop.poke(),
    failed: (error) => log.error({ err: error }, 'A message could not be carried; it is tried again.'),
  });

  async function show(item: OutboxItem): Promise<void> {
    const entry = item.entryId === null ? null : await timeline.findEntry(item.id);
    if (entry) await showDelivery(timeline, entry, deliveryOf(item, clock.now()));
  }

  /** A message goes by the inbox that it was written to go by, whatever its conversation began with. */
  async function queue(entry: Entry): Promise<void> {
    const { inboxId } = entry;
    const inbox = await deps.directory.inbox(inboxId);
    const letters = inbox ? channels.get(inbox.channel)?.letters : undefined;
    const [secret = ''] = await deps.secrets.good(inboxId);
    const id = { conversationId: entry.conversationId, entryId: entry.id };
    const externalId = inbox && letters ? letters.nameLetter(inbox, secret, id) : entry.id;
    const queued = await store.queue(entry.key, { entryId: entry.id, externalId, dueAt: clock.now() });
    if (queued === null) return;
    await show(queued);
    loop.poke();
  }

  async function sendLoose(item: OutboxItem, letter: LooseLetter): Promise<SendResult> {
    const [conversation, inbox] = await Promise.all([
      timeline.find(item.conversationId),
      deps.directory.inbox(item.inboxId),
    ]);
    const channel = inbox ? channels.get(inbox.channel) : undefined;
    if (!conversation || !channel || letter.until <= clock.now())
      return { state: 'failed', retryable: false, reason: 'It is too late for it.' };
    return channel.send(buildLoose(item, letter, conversation));
  }

  async function send(item: OutboxItem): Promise<SendResult> {
    if (item.loose) return sendLoose(item, item.loose);
    const entry = await timeline.findEntry(item.id);
    const conversation = entry && (await timeline.find(entry.conversationId));
    const inbox = entry && (await deps.directory.inbox(entry.inboxId));
    const channel = inbox ? channels.get(inbox.channel) : undefined;
    if (!entry || !conversation || !channel)
      return { state: 'failed', retryable: false, reason: 'It belongs to no channel any more.' };
    const outbound = await buildOutbound(deps, store, item, entry, conversation);
    const judged = await deps.texting.judge(entry, outbound);
    // Asked again at the last moment: it may have waited, and be tried by hand.
    if ('refusal' in judged) {
      const code = codes[judged.refusal] ?? 'other';
      return { state: 'failed', retryable: false, reason: `Not sent: ${judged.refusal}`, code };
    }
    return channel.send(item.refused ? onlyTo(outbound, item.refused) : outbound);
  }

  async function carry(item: OutboxItem): Promise<void> {
    const result = await send(item).catch((error: unknown): SendResult => {
      log.error({ err: error, entryId: item.entryId }, 'A message could not be handed to its channel.');
      return { state: 'failed', retryable: true, reason: 'It could not be handed over.' };
    });
    if (result.state === 'sent' && result.kept) {
      await deps.attachFiles([{ id: result.kept }], item.conversationId, 'team');
    }
    const change = changeOf(item, result, clock.now());
    // What it said is nobody's business once it is out.
    const isOver = change.dueAt === null && item.loose;
    const over = isOver ? { loose: { ...isOver, text: '' } } : null;
    const settled = await store.settle(item.id, nodeId, { ...change, ...over });
    if (settled) await show(settled);
    if (result.state === 'failed' && result.code === 'opted-out') {
      const entry = await timeline.findEntry(item.id);
      if (entry) await deps.optedOut(entry, `${entry.id}:refused`);
    }
    if (result.state !== 'sent') log.warn({ entryId: item.entryId, result }, 'A message was not taken.');
  }

  async function claimAndCarry({ id, dueAt }: OutboxItem): Promise<void> {
    const claimed = dueAt === null ? null : await store.claim(id, dueAt, clock.now() + CLAIM_MS, nodeId);
    if (claimed) await carry(claimed);
  }

  async function mendIntended(): Promise<void> {
    for (const item of await store.intendedBefore(clock.now() - INTENDED_MS, BATCH)) {
      const entry = await timeline.findEntry(item.id);
      if (entry) await queue(entry);
      else await store.drop(item.id, clock.now());
    }
  }

  async function pass(): Promise<number | null> {
    await mendIntended();
    const now = clock.now();
    const due = await store.due(now, BATCH, lanes.full());
    for (const item of due) lanes.begin(item, () => claimAndCarry(item));
    // Whatever found no place is looked at when one is free.
    return null;
  }

  return {
    intend: (key, { id, inboxId }, answers) =>
      store.intend({
        id: key,
        conversationId: id,
        inboxId,
        entryId: null,
        state: 'intended',
        attempts: 0,
        createdAt: clock.now(),
        dueAt: null,
        externalId: null,
        ...(answers !== undefined && { answers }),
      }),
    queue,
    async sendLoose({ id: inboxId, channel }, { id: conversationId }, loose) {
      const letters = channels.get(channel)?.letters;
      const inbox = await deps.directory.inbox(inboxId);
      const [secret = ''] = await deps.secrets.good(inboxId);
      const entryId = deps.ids.next<EntryId>();
      if (!letters || !inbox) throw new AppError('invalid', 'No letters go out here.');
      const externalId = letters.nameLetter(inbox, secret, { conversationId, entryId });
      const now = clock.now();
      const item = { id: `loose:${entryId}`, conversationId, inboxId, entryId: null, externalId, loose };
      await store.intend({ ...item, state: 'queued', attempts: 0, createdAt: now, dueAt: now });
      loop.poke();
    },
    async retry(conversationId, entryId) {
      const item = await store.findByEntry(entryId);
      if (item?.conversationId !== conversationId) throw new AppError('not_found', 'There is no such message.');
      const queued = await store.again(item.id, clock.now());
      if (queued === null) throw new AppError('conflict', 'It is on its way, or has arrived.');
      await show(queued);
      loop.poke();
    },
    waiting: store.waiting,
    kept: (limit) => findKept(deps, limit),
    async start() {
      await store.releaseAll(nodeId, clock.now());
      loop.start();
    },
    async stop() {
      await loop.stop();
      await lanes.idle();
    },
  };
}

/** Once more to those who refused it; the others have it. */
function onlyTo(outbound: OutboundMessage, envelopeTo: string[]): OutboundMessage {
  return outbound.letter ? { ...outbound, letter: { ...outbound.letter, envelopeTo } } : outbound;
}
