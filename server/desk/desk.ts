/** The desk of people inside: what they write now, what they have begun to write, and what they want sent later. */
import type { FileRef } from '../../shared/model/file.ts';
import type { ConversationId, Id } from '../../shared/model/ids.ts';
import type { Catalogue } from '../catalogue/catalogue.ts';
import type { Clock } from '../lib/clock.ts';
import type { Log } from '../lib/log.ts';
import type { NoticesPort } from '../notices/notices.ts';
import type { Outbound } from '../outbound/outbound.ts';
import type { TextingGuard } from '../outbound/texting.ts';
import { createLoop } from '../routing/loop.ts';
import { systemTimers, type Timers } from '../routing/timers.ts';
import type { DraftStore } from '../store/desk-drafts.ts';
import type { Directory } from '../store/directory.ts';
import type { PreferenceStore } from '../store/preferences.ts';
import type { Entry, TimelineFact } from '../timeline/model.ts';
import type { Timeline } from '../timeline/timeline.ts';
import type { WorkVerbs } from '../work/ports.ts';
import { createDrafts, type Drafts } from './drafts.ts';
import type { HeldStore } from './held.ts';
import type { MacroRunStore } from './macro-run.ts';
import { createMacros, type Macros } from './macros.ts';
import { createMentions } from './mentions.ts';
import type { AskIn, CloseConversation, DeskFact, PeoplePort, WrittenNote, WrittenReply } from './ports.ts';
import { createPreferences, type Preferences } from './preferences.ts';
import { createReplies, type Replies } from './replies.ts';
import { createSender } from './sender.ts';
import { createWatch } from './watch.ts';

export interface Desk {
  /** @throws AppError as outbound does, and `stale` when the customer wrote after what the writer had seen */
  reply(written: WrittenReply): Promise<Entry>;
  /** @throws AppError `invalid` for somebody mentioned who may not see the conversation */
  note(written: WrittenNote): Promise<Entry>;
  macros: Macros;
  drafts: Pick<Drafts, 'save' | 'list'>;
  preferences: Preferences;
  replies: Pick<Replies, 'schedule' | 'unschedule' | 'list'>;
  /** What the timeline committed: a customer's word cancels what was to be sent later. */
  heard(facts: readonly TimelineFact[]): void;
  /** Sends what fell due while nobody was there, then everything as it falls due. */
  start(): Promise<void>;
  stop(): Promise<void>;
  /** Forgets what is over. */
  sweep(): Promise<void>;
}

export interface DeskDeps {
  drafts: DraftStore;
  held: HeldStore;
  macroRuns: MacroRunStore;
  preferences: PreferenceStore;
  catalogue: Pick<Catalogue, 'macros'>;
  directory: Pick<Directory, 'queues' | 'inboxes'>;
  work: Pick<WorkVerbs, 'tag' | 'prioritise' | 'snooze' | 'transfer' | 'close'>;
  timeline: Pick<Timeline, 'find' | 'customerTally'>;
  outbound: Outbound;
  texting: Pick<TextingGuard, 'check'>;
  attachFiles(refs: FileRef[], conversationId: ConversationId, audience: 'team'): Promise<void>;
  notices: Pick<NoticesPort, 'tell'>;
  people: PeoplePort;
  close: CloseConversation;
  askIn: AskIn;
  clock: Clock;
  /** of this process; the same one after a start where there is only one */
  nodeId: Id<'node'>;
  publish(fact: DeskFact): void;
  log: Log;
  timers?: Timers;
}

/** How soon a reply that another node was given is noticed. */
const POLL_MS = 5_000;
/** A cancelled or sent one answers repeats of its request for this long. */
const ENDED_MS = 7 * 24 * 60 * 60 * 1000;

export function createDesk(deps: DeskDeps): Desk {
  const { held, timeline, outbound, notices, people, clock, publish, log } = deps;
  const drafts = createDrafts({
    store: deps.drafts,
    clock,
    tell: (userId, draft) => publish({ type: 'draft', userId, draft }),
  });
  const replies = createReplies({
    ...{ store: held, timeline, drafts, attachFiles: deps.attachFiles, notices, clock, publish },
    check: async (conversation, written) => written.by ?? deps.texting.check(conversation, written),
    poke: () => loop.poke(),
  });
  const sender = createSender({
    ...{ store: held, outbound, timeline, replies, people, close: deps.close, clock, nodeId: deps.nodeId, log },
  });
  const mentions = createMentions({ people, askIn: deps.askIn, notices });
  const watch = createWatch({ store: held, replies, clock, log });
  const loop = createLoop({
    pass: () =>
      sender.pass().catch((error: unknown) => {
        log.error({ err: error }, 'Replies that are due could not be looked at; it is tried again.');
        return null;
      }),
    clock,
    timers: deps.timers ?? systemTimers,
    pollMs: POLL_MS,
    log,
  });

  async function reply(written: Omit<WrittenReply, 'expects'> & { customerSeen?: number }): Promise<Entry> {
    const { viewer, conversation, clientId, text, files, choices, template, letter, by, customerSeen, draft, close } =
      written;
    const agent = { id: viewer.userId, name: viewer.name };
    const message = {
      conversationId: conversation.id,
      clientId,
      agent,
      text,
      files,
      choices,
      template,
      letter,
      by,
      customerSeen,
    };
    const entry = await outbound.reply(message);
    if (draft !== undefined) await drafts.clear(viewer.userId, conversation.id, 'message', draft);
    if (close) await deps.close(viewer, conversation, close);
    return entry;
  }

  async function note(written: WrittenNote): Promise<Entry> {
    const { viewer, conversation, clientId, text, files, mentions: ids, draft } = written;
    const mentioned = await mentions.check(viewer, conversation, ids);
    const agent = { id: viewer.userId, name: viewer.name };
    const message = { conversationId: conversation.id, clientId, agent, text, files, mentions: mentioned };
    const entry = await outbound.note(message);
    await mentions.tell(viewer, conversation, entry, mentioned);
    if (draft !== undefined) await drafts.clear(viewer.userId, conversation.id, 'note', draft);
    return entry;
  }

  const macros = createMacros({
    ...{ store: deps.macroRuns, catalogue: deps.catalogue, directory: deps.directory, timeline, clock, reply, note },
    work: deps.work,
  });

  const preferences = createPreferences({
    store: deps.preferences,
    tell: (userId, chosen) => publish({ type: 'preferences', userId, preferences: chosen }),
  });

  return {
    drafts,
    preferences,
    macros,
    replies,
    heard: watch.heard,
    async reply({ expects, ...written }) {
      const seen = expects === undefined ? undefined : await timeline.customerTally(written.conversation.id, expects);
      return reply({ ...written, customerSeen: seen });
    },
    note,
    async start() {
      await held.releaseAll(deps.nodeId, clock.now());
      loop.start();
    },
    async stop() {
      await loop.stop();
      await watch.stop();
    },
    async sweep() {
      await drafts.sweep();
      await held.dropEnded(clock.now() - ENDED_MS);
      await deps.macroRuns.dropOld(clock.now() - ENDED_MS);
    },
  };
}
