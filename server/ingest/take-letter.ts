/** Takes in a letter: where it belongs (`letters/place-letter.ts`), its files, and what the inbox's rules make of it. */
import type { Channel } from '../../channels/channel.ts';
import { AppError } from '../../shared/errors.ts';
import type { ConversationId, UserId } from '../../shared/model/ids.ts';
import type { Inbox } from '../../shared/model/inbox.ts';
import type { Conversation } from '../timeline/model.ts';
import type { AfterPlacing } from '../timeline/placements.ts';
import type { Beginning } from './beginning.ts';
import { asideEntry, type CarryOn, isAside, takenOf } from './carry-on.ts';
import { customerEntry, entryKeyOf } from './entries.ts';
import { createJoining } from './letters/join-letters.ts';
import { createLetterPlacing, type LetterMessage } from './letters/place-letter.ts';
import { applyRules } from './letters/rules.ts';
import type { IngestDeps, Taken } from './ports.ts';
import { findSender, type Sender } from './sender.ts';

export function createLetterTaking(deps: IngestDeps, carryOn: CarryOn, beginning: Beginning, placed: AfterPlacing) {
  const { timeline, clock } = deps;
  const { complete, inboxAndChannel } = carryOn;
  const { start, openAgain, describe } = beginning;
  const join = createJoining({ timeline, after: placed, now: clock.now });

  const inboxOf = async (event: LetterMessage): Promise<Inbox> => (await inboxAndChannel(event.inboxId)).inbox;

  /** A letter's own files are the team's; what was attached to it is everybody's. */
  async function attachLetter({ files, letter: { letter } }: LetterMessage, id: ConversationId): Promise<void> {
    if (files.length > 0) await deps.attachFiles(files, id);
    const { source, html, pictures = [] } = letter;
    const own = [source, html, ...pictures].flatMap((fileId) => (fileId === null ? [] : [{ id: fileId }]));
    if (own.length > 0) await deps.attachFiles(own, id, 'team');
  }

  async function writeLetter(
    event: LetterMessage,
    conversation: Conversation,
    sender: Sender,
    preferred: UserId | null = null,
  ) {
    await attachLetter(event, conversation.id);
    return complete(event, await timeline.append(letterEntry(event, conversation, sender)), preferred);
  }

  return createLetterPlacing<Taken>(
    { timeline, now: clock.now },
    {
      findSender: ({ identity, inboxId, letter }) => findSender(deps, identity, inboxId, letter.sender === 'proven'),
      async repeat(event, entry) {
        const conversation = await timeline.find(entry.conversationId);
        if (conversation === null) throw new Error(`Entry ${entry.id} stands in no conversation.`);
        const appended = { entry, conversation, isNew: false };
        if (isAside(entry)) return takenOf(appended);
        const taken = await complete(event, appended, null);
        // Its first try may have died before it was told that it arrived; it is told only once.
        if (entry.tally.customer === 1) await deps.letterBegan?.({ event, inbox: await inboxOf(event), ...taken });
        return taken;
      },
      write: writeLetter,
      async note(event, conversation, sender) {
        await attachLetter(event, conversation.id);
        return takenOf(await timeline.append(asideEntry(letterEntry(event, conversation, sender))));
      },
      async reopen(event, closed, sender) {
        const opened = await openAgain(event, closed);
        const taken = await writeLetter(event, opened, sender, closed.work?.ownerId ?? null);
        await deps.letterBegan?.({ event, inbox: await inboxOf(event), ...taken });
        return taken;
      },
      async start(event, inbox, channel, sender, { linked, resembles }) {
        await describe(sender, event);
        const { queueId, ...sorted } = sortLetter(event, inbox, channel);
        const given = { ...inbox, queueId: queueId ?? inbox.queueId };
        const born = { ...sorted, ...(resembles && { resembles }) };
        const started = await start(event, given, channel, sender, linked, entryKeyOf(event), born);
        const taken = await writeLetter(event, started, sender, linked?.work?.ownerId ?? null);
        await deps.letterBegan?.({ event, inbox, ...taken });
        return taken;
      },
      async join(externalId, thread, inbox, { entry }) {
        try {
          await join(entry, externalId, thread, inbox);
        } catch (error) {
          // It is in the log, and somebody can still move it; that it cannot be joined is no reason to refuse it.
          if (!(error instanceof AppError)) throw error;
          deps.log.warn({ err: error, entryId: entry.id }, 'A letter was not joined with its thread.');
        }
      },
    },
  );
}

/** What the inbox's rules make of it. */
function sortLetter({ text, letter }: LetterMessage, inbox: Inbox, channel: Channel) {
  const { from, to, cc, subject } = letter.letter;
  const facts = { from, to: [...to, ...cc], subject, body: text, size: letter.size, headers: letter.headers };
  const { queueId, priority, tagIds, suggestedReplyId } = applyRules(
    channel.letters?.policyOf(inbox).rules ?? [],
    facts,
  );
  return { queueId, tagIds, priority: priority ?? ('normal' as const), ...(suggestedReplyId && { suggestedReplyId }) };
}

const letterEntry = (event: LetterMessage, conversation: Conversation, { identity, asCustomer }: Sender) =>
  customerEntry(event, conversation, { identityId: identity.id, customer: asCustomer(event.claimed) });
