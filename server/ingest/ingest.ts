/** Takes in what reached a channel: finds whose it is and which conversation it belongs to, makes it durable, and has it routed. */
import type { Channel, InboundMessage } from '../../channels/channel.ts';
import { AppError } from '../../shared/errors.ts';
import { createInTurn } from '../lib/in-turn.ts';
import { createBeginning } from './beginning.ts';
import { createCarryOn } from './carry-on.ts';
import { entryKeyOf, eventEntry } from './entries.ts';
import { isLetter } from './letters/place-letter.ts';
import { createMessagePlacing } from './place-message.ts';
import { createPlaced } from './placed.ts';
import type { Ingest, IngestDeps, Taken } from './ports.ts';
import { findSender } from './sender.ts';
import { createLetterTaking } from './take-letter.ts';

const MENDED_AT_ONCE = 500;

export function createIngest(deps: IngestDeps): Ingest {
  const { timeline, customers, channels } = deps;
  const inTurn = createInTurn();
  const carryOn = createCarryOn(deps);
  const { inboxAndChannel, write, enqueue } = carryOn;
  const beginning = createBeginning(deps);
  const placed = createPlaced({ timeline, routing: deps.routing, enqueue });
  const takeLetter = createLetterTaking(deps, carryOn, beginning, placed);
  const placeMessage = createMessagePlacing(deps, carryOn, beginning);

  /** What their writing says of whether and until when they may be written to. */
  async function heed(event: InboundMessage, channel: Channel, taken: Taken): Promise<Taken> {
    if (!channel.texts) return taken;
    const { entry, conversation } = taken;
    const { identityId } = entry;
    if (taken.isNew) await customers.noteTexting(identityId, event.inboxId, { wroteAt: event.at });
    if (event.consent === undefined) return taken;
    const word = { key: entryKeyOf(event), identityId, inboxId: event.inboxId, at: entry.at, by: 'customer' as const };
    await (event.consent === 'stop' ? deps.consent.optOut(conversation, word) : deps.consent.optIn(conversation, word));
    return taken;
  }

  return {
    async ingest(event) {
      const { inbox, channel } = await inboxAndChannel(event.inboxId);
      if (isLetter(event)) return inTurn(`letter:${event.letter.externalId}`, () => takeLetter(event, inbox, channel));
      if (event.conversationId !== null && event.form.length === 0) {
        const named = await timeline.find(event.conversationId);
        const isPlain = named?.status === 'open' && named.inboxId === inbox.id;
        if (isPlain && event.identity.kind === 'visitor' && named.identityId === event.identity.value) {
          const taken = await write(event, named);
          deps.wrote(named.customer.id);
          return taken;
        }
      }
      return inTurn(`${event.identity.kind}:${event.identity.value}`, async () =>
        heed(event, channel, await placeMessage(event, inbox, channel)),
      );
    },
    async rate(conversationId, score, comment) {
      const conversation = await timeline.find(conversationId);
      if (conversation === null) throw new AppError('not_found', 'There is no such conversation.');
      if (conversation.rating?.score === score && conversation.rating.comment === comment) return;
      const rating = comment === undefined ? { score } : { score, comment };
      const draft = eventEntry(conversation, `${conversationId}:rated:${conversation.rev}`, {
        type: 'rated',
        ...rating,
      });
      const { id: _, name } = conversation.customer;
      const author = { kind: 'customer' as const, identityId: conversation.identityId, name };
      await timeline.append({ ...draft, author, direction: 'in' });
      await timeline.change(conversationId, { rating });
    },
    enqueue: (conversation) => enqueue(conversation, null),
    async begin({ key, inboxId, to, subject }) {
      const { inbox, channel } = await inboxAndChannel(inboxId);
      const value = to.address.toLowerCase();
      // That the team writes to an address proves nothing about who reads there.
      const sender = await findSender(deps, { kind: 'email', value }, inboxId, false, false);
      const { conversation } = await timeline.open({
        ...{ key, inboxId, subject, channel: channel.kind, queueId: inbox.queueId },
        ...{ identityId: sender.identity.id, customer: sender.asCustomer({ name: to.name }) },
        ...{ left: false, linkedFrom: null, form: [], context: {} },
        alike: channel.letters?.alikeOf(subject) ?? [],
      });
      if (conversation.heads.agent === 0) {
        await timeline.append(eventEntry(conversation, `${conversation.id}:opened`, { type: 'opened' }));
      }
      return conversation;
    },
    placed,
    async placeCall({ key, inboxId, queueId, identity, isProven, name }) {
      const { channel } = await inboxAndChannel(inboxId);
      const sender = await findSender(deps, identity, inboxId, isProven);
      const { conversation } = await timeline.open({
        ...{ key, inboxId, queueId, channel: channel.kind, subject: null, identityId: sender.identity.id },
        ...{
          customer: sender.asCustomer(name === null ? {} : { name }),
          left: false,
          linkedFrom: null,
          form: [],
          context: {},
        },
      });
      return conversation;
    },
    async mend() {
      await timeline.placements.mend(placed);
      // What began with a call is given its work by the call; where nothing was written, it began with one.
      const without = (await timeline.withoutWork(MENDED_AT_ONCE)).filter(
        ({ channel, tally }) => !channels.get(channel)?.voice || tally.customer > 0,
      );
      for (const conversation of without) {
        try {
          await enqueue(conversation, null);
        } catch (error) {
          deps.log.warn({ err: error, conversationId: conversation.id }, 'A conversation was not given its work.');
        }
      }
      if (without.length > 0)
        deps.log.info({ conversations: without.length }, 'Conversations without work were enqueued.');
    },
  };
}
