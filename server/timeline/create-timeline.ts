/** Builds the timeline: appends in batches, changes in turn, reads, and mends what a death left half done. */
import type { ConversationId, Id, QueueId } from '../../shared/model/ids.ts';
import type { Clock } from '../lib/clock.ts';
import type { Ids } from '../lib/ids.ts';
import type { Log } from '../lib/log.ts';
import type { ConversationStore } from '../store/conversations.ts';
import type { EntryStore } from '../store/entries.ts';
import type { PlacementStore } from '../store/placements.ts';
import { createAppender } from './appender.ts';
import { createChanges } from './changes.ts';
import { tipOfEntry } from './derive.ts';
import { createDeriver } from './deriver.ts';
import { createHistory } from './history.ts';
import { createKnowledge } from './knowledge.ts';
import { type MendReport, mendAll } from './mend.ts';
import type { Audience, Conversation, Entry, TimelineFact } from './model.ts';
import { createNotes } from './notes.ts';
import { createPlacements } from './placements.ts';
import { createRecent } from './recent.ts';
import type { DueAfter } from './reply-due.ts';
import { isShownToCustomer } from './split.ts';
import type { ConversationDraft, Timeline } from './timeline.ts';

export interface TimelineDeps {
  entries: EntryStore;
  conversations: ConversationStore;
  placements: PlacementStore;
  ids: Ids;
  clock: Clock;
  publish(facts: TimelineFact[]): void;
  log: Log;
  /** how soon each queue answers (default: no targets) */
  replyTargets?(): Promise<(queueId: QueueId) => DueAfter>;
  /** no other node writes to this database: what was read once need not be read again (default: false) */
  alone?: boolean;
}

/** `mend` on boot and whenever a node died; `stop` waits for what is under way and leaves nothing to mend. */
export interface RunningTimeline extends Timeline {
  mend(): Promise<MendReport>;
  stop(): Promise<void>;
  /** Resolves when what was published before the call has reached the lists. */
  settled(): Promise<void>;
  /** ms since 1970: whatever this node has written under an older id is in the database. */
  writtenUpTo(): number;
  /** Open conversations in which a customer wrote and that have no open work. */
  withoutWork(limit: number): Promise<Conversation[]>;
}

const REMEMBERED = 20_000;
/** Longer would write less, but so much at once that who writes in that moment waits for it. */
const PAUSE_MS = 250;
const CHECKPOINT_MS = 10_000;
const MEND_AGAIN_MS = 70_000;
/** Of one customer, in one inbox: cut off by the team, with nothing said in them yet. */
const HIDDEN = 20;

export function createTimeline(deps: TimelineDeps): RunningTimeline {
  const { entries, conversations, clock, log, alone = false } = deps;
  const node = deps.ids.next<Id<'node'>>();
  const recent = createRecent(REMEMBERED);
  const notes = createNotes(entries);
  const knowledge = createKnowledge(conversations, recent, alone);
  const changes = createChanges({ conversations, entries, recent, clock, publish: deps.publish });
  const deriver = createDeriver({
    store: conversations.derive,
    refresh: alone ? null : knowledge.refresh,
    publish: deps.publish,
    // Other nodes take what follows from the database; alone, only lists do, and they ask for it.
    pauseMs: alone ? PAUSE_MS : 0,
    log,
  });
  const published = new WeakMap<object, Promise<Conversation>>();
  const appender = createAppender({
    entries,
    know: knowledge.know,
    replyTargets: deps.replyTargets ?? (async () => () => () => null),
    committed: ({ entry, known }) => published.set(entry, deriver.add(entry, known)),
    ids: deps.ids,
    clock,
    log,
  });
  const timers = new Set<NodeJS.Timeout>();
  let isMarking = false;

  function upTo(): number {
    return Math.min(clock.now(), appender.oldest() ?? Infinity, deriver.oldest() ?? Infinity) - 1;
  }

  /** From its first checkpoint on, this node's death is noticed by the next mending. */
  async function startMarking(): Promise<void> {
    if (isMarking) return;
    isMarking = true;
    await entries.setCheckpoint({ node, upTo: upTo() });
    const timer = setInterval(() => {
      entries
        .setCheckpoint({ node, upTo: upTo() })
        .catch((error) => log.warn({ err: error }, 'No checkpoint was set.'));
    }, CHECKPOINT_MS);
    timer.unref();
    timers.add(timer);
  }

  let marking: Promise<void> | null = null;

  async function mend(): Promise<MendReport> {
    const report = await mendAll({ entries, conversations, clock }, node, alone);
    if (report.mended > 0) log.info(report, 'Conversations were mended from their entries.');
    if (report.again) {
      const timer = setTimeout(() => {
        timers.delete(timer);
        mend().catch((error) => log.warn({ err: error }, 'Mending failed.'));
      }, MEND_AGAIN_MS);
      timer.unref();
      timers.add(timer);
    }
    return report;
  }

  /** A node that died may have left entries of which the conversation does not know yet; where there are others, the log itself is asked. */
  async function heads(ids: readonly ConversationId[]): ReturnType<Timeline['heads']> {
    const found = ids.length === 0 ? [] : await conversations.heads(ids);
    if (alone) {
      const ahead = new Map(deriver.behind().map((known) => [known.id, known.heads]));
      return found.map((one) => ({ ...one, heads: ahead.get(one.id) ?? one.heads }));
    }
    return Promise.all(
      found.map(async (one) => {
        const last = await entries.last(one.id);
        return last !== null && last.seq > one.heads.agent ? { ...one, heads: tipOfEntry(last).heads } : one;
      }),
    );
  }

  /** Visitors see no notes, so there is nothing to lay over what they read. */
  const asRead = async (id: ConversationId, audience: Audience, page: Entry[]): Promise<Entry[]> =>
    audience === 'agent' ? notes.overlay(id, page) : page;

  const timeline: Omit<RunningTimeline, 'placements'> = {
    async open(draft) {
      const first = await conversations.findByKey(draft.key);
      if (first !== null) return { conversation: first, isNew: false };
      const number = await conversations.nextNumber();
      const conversation = newConversation(draft, deps.ids.next<ConversationId>(), number, clock.now());
      if (await conversations.insert(conversation)) {
        recent.learn(conversation);
        deps.publish([{ type: 'opened', conversation }]);
        return { conversation, isNew: true };
      }
      const other = await conversations.findByKey(draft.key);
      if (other === null) throw new Error('A conversation that was there is gone.');
      return { conversation: other, isNew: false };
    },
    async append(draft) {
      if (!isMarking) marking = startMarking();
      if (marking !== null) {
        await marking;
        marking = null;
      }
      const { entry, known } = await appender.append(draft);
      if (known !== null) {
        const conversation = await (published.get(entry) ?? known.conversation);
        return { entry, conversation, isNew: true };
      }
      const conversation = await knowledge.find(entry.conversationId);
      if (conversation === null) throw new Error('A conversation that was there is gone.');
      // A repeat of a note is answered with the note as it reads now.
      const [present = entry] = await notes.overlay(entry.conversationId, [entry]);
      return { entry: present, conversation, isNew: false };
    },
    change: changes.change,
    revise: changes.revise,
    mark: changes.mark,
    find: knowledge.find,
    async findEntry(key) {
      return (await entries.findByKeys([key]))[0] ?? null;
    },
    findEntries: entries.findMany,
    answering: entries.answering,
    async customerTally(id, upTo) {
      return (await entries.atOrBefore(id, upTo))?.tally.customer ?? 0;
    },
    async read(id, audience, limit) {
      // Entries first: the state is then of the same moment or newer.
      const page = await entries.before(id, audience, Number.MAX_SAFE_INTEGER, limit + 1);
      const read = await asRead(id, audience, page.slice(-limit));
      const conversation = await knowledge.find(id);
      if (conversation === null) return null;
      return { conversation, entries: read, earlier: page.length > limit };
    },
    after: async (id, audience, seq, limit) => asRead(id, audience, await entries.after(id, audience, seq, limit)),
    async before(id, audience, seq, limit) {
      const page = await entries.before(id, audience, seq, limit + 1);
      return { entries: await asRead(id, audience, page.slice(-limit)), earlier: page.length > limit };
    },
    history: createHistory(entries, notes),
    noteVersions: notes.versions,
    heads,
    // What was published is in every list that is read from then on: alone it is known here, else it is waited for until it is in the database.
    async list(query) {
      if (!alone) await deriver.settled();
      return conversations.list({ ...query, behind: alone ? deriver.behind() : [] });
    },
    async findByWords(words, query) {
      await deriver.settled();
      return conversations.findByWords(words, query);
    },
    async findByNumber(digits, query) {
      await deriver.settled();
      return conversations.findByNumber(digits, query);
    },
    // It is there from a conversation's birth on.
    findAlike: conversations.findAlike,
    async findOfIdentities(ids, query) {
      await deriver.settled();
      return conversations.findOfIdentities(ids, query);
    },
    async ofCustomer(identityIds, limit, cursor) {
      await deriver.settled();
      return conversations.ofCustomer(identityIds, limit, cursor);
    },
    async logsOf(identityIds) {
      await deriver.settled();
      return conversations.logsOf(identityIds);
    },
    async ofIdentities(identityIds, inboxId, limit) {
      await deriver.settled();
      const found = await conversations.ofIdentities(identityIds, inboxId, limit + HIDDEN);
      return found.filter(isShownToCustomer).slice(0, limit);
    },
    settled: deriver.settled,
    writtenUpTo: () => Math.min(clock.now(), appender.oldest() ?? Infinity) - 1,
    withoutWork: conversations.withoutWork,
    mend,
    async stop() {
      await appender.idle();
      await deriver.idle();
      for (const timer of timers) clearTimeout(timer);
      if (!isMarking) return;
      const end = { node, upTo: upTo() };
      await entries.setCheckpoint(end);
      if (deriver.oldest() === null) await entries.dropCheckpoint(end);
    },
  };
  const placements = createPlacements({ journal: deps.placements, entries, notes, timeline, ids: deps.ids, clock });
  return { ...timeline, placements };
}

function newConversation(draft: ConversationDraft, id: ConversationId, number: number, at: number): Conversation {
  const start = { seq: 0, tally: { customer: 0, agent: 0 } };
  return {
    id,
    number,
    rev: 1,
    status: 'open',
    work: null,
    createdAt: at,
    closedAt: null,
    rating: null,
    priority: 'normal',
    tagIds: [],
    snooze: null,
    outcome: null,
    help: null,
    deliveries: [],
    placements: [],
    guestIds: [],
    marks: { customerDelivered: start, customerRead: start, teamRead: start },
    heads: { agent: 0, visitor: 0 },
    tally: { customer: 0, agent: 0 },
    replyDue: null,
    preview: null,
    lastAt: at,
    ...draft,
  };
}
