/** Tells whoever wrote a letter that it arrived, where the inbox says so and nothing forbids it; a letter is told once. */
import type { Channel } from '../../channels/channel.ts';
import type { Availability, Inbox } from '../../shared/model/inbox.ts';
import { valuesOf } from '../../shared/variables.ts';
import { mayAcknowledge, writeAcknowledgement } from '../ingest/letters/acknowledge.ts';
import { detectLanguage } from '../ingest/letters/language.ts';
import type { LetterBegan } from '../ingest/ports.ts';
import type { Clock } from '../lib/clock.ts';
import type { Directory } from '../store/directory.ts';
import type { Timeline } from '../timeline/timeline.ts';
import type { Outbox } from './outbox.ts';
import type { OutboxStore } from './outbox-model.ts';
import { answerSubject } from './write-letter.ts';

interface Deps {
  timeline: Pick<Timeline, 'append' | 'findEntry'>;
  channels: ReadonlyMap<string, Channel>;
  directory: Pick<Directory, 'inboxes' | 'queue' | 'calendar'>;
  availability(inboxId: Inbox['id']): Promise<Availability>;
  outbox: Pick<Outbox, 'intend' | 'queue'>;
  store: Pick<OutboxStore, 'countAutomatic' | 'find'>;
  clock: Clock;
}

const HOUR_MS = 3_600_000;

export function createAcknowledgements(deps: Deps) {
  const { timeline, outbox, store, clock } = deps;

  async function ownAddresses(): Promise<ReadonlySet<string>> {
    const inboxes = await deps.directory.inboxes();
    return new Set(inboxes.flatMap((inbox) => deps.channels.get(inbox.channel)?.letters?.addressOf(inbox) ?? []));
  }

  return async function letterBegan({ event, inbox, entry, conversation }: LetterBegan): Promise<void> {
    const letters = deps.channels.get(inbox.channel)?.letters;
    const acknowledgement = letters?.policyOf(inbox).acknowledgement;
    const { from, subject } = event.letter.letter;
    if (!letters || !acknowledgement?.on || from === null) return;
    const key = `acknowledged:${entry.id}`;
    const known = await store.find(key);
    if (known === null) {
      const now = clock.now();
      const since = { conversation: now - 24 * HOUR_MS, address: now - HOUR_MS };
      const sender = from.address.toLowerCase();
      const arrival = {
        sender,
        automatic: event.letter.automatic || !event.letter.mayAnswer,
        refuted: event.letter.sender === 'refuted',
        begins: true,
        ...(await store.countAutomatic(conversation.id, sender, since)),
      };
      if (!mayAcknowledge(arrival, await ownAddresses())) return;
      await outbox.intend(key, conversation, sender);
    }
    const { opensAt } = await deps.availability(inbox.id);
    const queueName = (await deps.directory.queue(conversation.queueId))?.name ?? '';
    const zone = inbox.calendarId && (await deps.directory.calendar(inbox.calendarId))?.timeZone;
    const written = writeAcknowledgement(acknowledgement, {
      subject: answerSubject(subject),
      opensAt:
        opensAt === null
          ? ''
          : tellMoment(opensAt, zone || 'UTC', languageOf(acknowledgement.text) ?? detectLanguage(event.text)),
      values: valuesOf({ ...conversation, agentName: '', queueName, inboxName: inbox.name }),
    });
    const { identityId, inboxId } = entry;
    const { entry: told } = await timeline.append({
      conversationId: conversation.id,
      key,
      author: { kind: 'system' },
      ...{ identityId, inboxId, direction: 'out' },
      body: {
        kind: 'message',
        text: written.text,
        files: [],
        aside: true,
        letter: {
          subject: written.subject,
          from: { name: inbox.name, address: letters.addressOf(inbox) },
          to: [from],
          cc: [],
          html: null,
          source: null,
        },
      },
    });
    await outbox.queue(told);
  };
}

/** The names of variables are in no language. */
const languageOf = (text: string): string | null => detectLanguage(text.replace(/\{\{.*?\}\}/g, ' '));

/**
 * In the hours' own place, which it names: whoever reads it may be elsewhere. In the language of the words that it stands in, else of the letter's:
 * nobody wants a sentence in two.
 */
export function tellMoment(at: number, zone: string, language: string | null): string {
  const shape = { weekday: 'long', day: 'numeric', month: 'long', hour: '2-digit', minute: '2-digit' } as const;
  const format = new Intl.DateTimeFormat(language ?? 'en', { ...shape, hourCycle: 'h23', timeZone: zone });
  return `${format.format(at)} (${zone})`;
}
