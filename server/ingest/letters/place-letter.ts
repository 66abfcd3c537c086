/** Where a letter belongs: which conversation it continues, and what it does there. */
import type { Channel, InboundLetter, InboundMessage, ThreadHints } from '../../../channels/channel.ts';
import type { Resemblance } from '../../../shared/model/conversation.ts';
import type { Inbox } from '../../../shared/model/inbox.ts';
import type { LetterWarning } from '../../../shared/model/letter.ts';
import type { Conversation, Entry } from '../../timeline/model.ts';
import type { Timeline } from '../../timeline/timeline.ts';
import { letterKey } from '../entries.ts';
import type { Sender } from '../sender.ts';
import { type Claimed, createResembling } from './resembling.ts';
import { isVerified, takesPart } from './takes-part.ts';

/** A message that carries a letter. */
export type LetterMessage = InboundMessage & { letter: InboundLetter };

export const isLetter = (event: InboundMessage): event is LetterMessage => event.letter !== undefined;

/** What ingest does with a message once it is known where it belongs. */
export interface LetterSteps<Result> {
  findSender(event: LetterMessage): Promise<Sender>;
  /** it is in the log already: completes what was left */
  repeat(event: LetterMessage, first: Entry): Promise<Result>;
  write(event: LetterMessage, conversation: Conversation, sender: Sender): Promise<Result>;
  /** beside the conversation, whose state stays */
  note(event: LetterMessage, conversation: Conversation, sender: Sender): Promise<Result>;
  reopen(event: LetterMessage, conversation: Conversation, sender: Sender): Promise<Result>;
  start(
    event: LetterMessage,
    inbox: Inbox,
    channel: Channel,
    sender: Sender,
    /** what it goes on with after its time, and what it looks like a part of */
    other: { linked: Conversation | null; resembles: Resemblance | null },
  ): Promise<Result>;
  /** with the other letters of its thread, where those stand elsewhere */
  join(externalId: string, thread: ThreadHints, inbox: Inbox, taken: Result): Promise<void>;
}

interface Deps {
  timeline: Pick<Timeline, 'find' | 'findEntry' | 'findEntries' | 'findByNumber' | 'findAlike' | 'placements'>;
  now(): number;
}

const HOUR_MS = 3_600_000;

/** Ids are believed before a number and a program's name of the thread; a subject alone never joins two letters. */
export function createLetterPlacing<Result>({ timeline, now }: Deps, steps: LetterSteps<Result>) {
  const resembling = createResembling({ timeline, now });

  /** By the ids that it carries. */
  async function findByIds(thread: ThreadHints): Promise<Conversation | null> {
    for (const id of thread.ours) {
      const conversation = await timeline.find(id);
      if (conversation !== null) return followMoves(conversation, thread);
    }
    // The newest of them wins, whether it is one of ours or theirs.
    const signed = new Map(thread.ourLetters.map((own) => [own.externalId, own]));
    for (const externalId of thread.answers) {
      const own = signed.get(externalId);
      const home = own && (await timeline.find(own.conversationId));
      if (home) return followMoves(home, thread);
      const entry = await timeline.findEntry(letterKey(externalId));
      const conversation = entry && (await timeline.placements.placeOf(entry));
      if (conversation) return timeline.placements.follow(conversation);
    }
    return null;
  }

  /** By what anybody could have written, if they take part there. */
  async function findClaimed(claimed: readonly Claimed[], sender: Sender): Promise<Conversation | null> {
    const theirs = claimed.find(({ conversation }) => takesPart(sender, conversation));
    return theirs ? timeline.placements.follow(theirs.conversation) : null;
  }

  /** Ids name a home. Where what it answers was moved from there, it goes along. */
  async function followMoves(home: Conversation, { ourLetters, answers }: ThreadHints): Promise<Conversation> {
    const { placements } = timeline;
    if (home.placements.length === 0) return home;
    const theirs = await Promise.all(answers.map((externalId) => timeline.findEntry(letterKey(externalId))));
    const answered = [
      ...(await timeline.findEntries(ourLetters.map(({ entryId }) => entryId))),
      ...theirs.flatMap((entry) => entry ?? []),
    ];
    const here = answered.filter(({ conversationId }) => conversationId === home.id).sort((a, b) => b.seq - a.seq);
    const place = here[0] ? await placements.placeOf(here[0]) : home;
    return placements.follow(place ?? home);
  }

  return async function place(given: LetterMessage, inbox: Inbox, channel: Channel): Promise<Result> {
    // None of these needs the others, and each is a question to the database while somebody's letter waits.
    const [first, sender, named] = await Promise.all([
      timeline.findEntry(letterKey(given.letter.externalId)),
      steps.findSender(given),
      findByIds(given.letter.thread),
    ]);
    if (first?.digest === given.letter.digest) return joined(given, inbox, await steps.repeat(given, first));
    const event = first === null ? given : underAnotherId(given);
    const second = first && (await timeline.findEntry(letterKey(event.letter.externalId)));
    return joined(
      event,
      inbox,
      await (second ? steps.repeat(event, second) : take(event, inbox, channel, sender, named)),
    );
  };

  /** Whoever is not who they say they are joins nothing. */
  async function joined(event: LetterMessage, inbox: Inbox, taken: Result): Promise<Result> {
    const { externalId, thread, sender } = event.letter;
    if (sender !== 'refuted') await steps.join(externalId, thread, inbox, taken);
    return taken;
  }

  async function take(
    event: LetterMessage,
    inbox: Inbox,
    channel: Channel,
    sender: Sender,
    named: Conversation | null,
  ): Promise<Result> {
    const claimed = named ? [] : await resembling.claimed(event.letter);
    const found = named ?? (await findClaimed(claimed, sender));
    if (found === null) {
      const resembles = await resembling.find(event, sender, claimed);
      return steps.start(event, inbox, channel, sender, { linked: null, resembles });
    }
    // Whoever is not who they say they are is shown where they would have written, and writes nothing there.
    if (event.letter.sender === 'refuted') {
      const resembles = { id: found.id, number: found.number, by: 'answer' as const };
      return steps.start(event, inbox, channel, sender, { linked: found, resembles });
    }
    const known = takesPart(sender, found) ? asOwn(event, sender, found) : withWarning(event, 'new-sender');
    if (event.letter.automatic) return steps.note(known, found, sender);
    if (found.status === 'open') return steps.write(known, found, sender);
    const isRecent = now() - (found.closedAt ?? 0) <= inbox.reopenHours * HOUR_MS;
    return isRecent
      ? steps.reopen(known, found, sender)
      : steps.start(event, inbox, channel, sender, { linked: found, resembles: null });
  }
}

/** What comes from there, and is proven to, is the customer's own word wherever the conversation began. */
function asOwn(event: LetterMessage, sender: Sender, conversation: Conversation): LetterMessage {
  const { received } = event.letter.letter;
  if (!received || event.letter.sender !== 'proven' || !isVerified(sender, conversation)) return event;
  const letter = { ...event.letter.letter, received: { ...received, own: true as const } };
  return { ...event, letter: { ...event.letter, letter } };
}

/** Two letters under one id are two letters: the later one is told apart by its bytes, and marked. */
function underAnotherId(event: LetterMessage): LetterMessage {
  const { letter } = event;
  const externalId = `${letter.externalId}#${letter.digest}`;
  return withWarning({ ...event, letter: { ...letter, externalId } }, 'reused-id');
}

function withWarning(event: LetterMessage, warning: LetterWarning): LetterMessage {
  const { received } = event.letter.letter;
  if (received === undefined || received.warnings.includes(warning)) return event;
  const letter = { ...event.letter.letter, received: { ...received, warnings: [...received.warnings, warning] } };
  return { ...event, letter: { ...event.letter, letter } };
}
