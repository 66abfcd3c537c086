/** One colleague of the demo: signs in, goes Ready, takes what is offered, answers by the book, closes and wraps up. */

import type { Chance } from '../../server/demo/chance.ts';
import { type Dialogue, dialogues } from '../../server/demo/dialogues.ts';
import type { DemoPerson } from '../../server/demo/people.ts';
import type { Catalogue } from '../../shared/api.ts';
import { type AgentThread, socketPaths } from '../../shared/events.ts';
import type { Offer } from '../../shared/model/agent.ts';
import type { AgentEntry } from '../../shared/model/entry.ts';
import type { ConversationId } from '../../shared/model/ids.ts';
import { type Line, openLine, type Place, post, takeTime } from './line.ts';

export interface ColleagueOptions {
  place: Place;
  person: DemoPerson;
  password: string;
  chance: Chance;
  speed: number;
}

export interface Colleague {
  name: string;
  /** Goes away and signs out. */
  leave(): Promise<void>;
}

export async function startColleague({ place, person, password, chance, speed }: ColleagueOptions): Promise<Colleague> {
  const response = await post(place, '/api/session', { email: person.email, password });
  const cookie = (response.headers.get('set-cookie') ?? '').split(';')[0] ?? '';
  const line = await openLine(place, socketPaths.console, { cookie });
  const lists = (await (
    await fetch(new URL('/api/catalogue', place.url), { headers: { cookie } })
  ).json()) as Catalogue;
  const chats = new Map<ConversationId, { dialogue: Dialogue; said: number; isBusy: boolean; isAsked: boolean }>();
  const failed = (): undefined => undefined;

  async function take(offer: Offer): Promise<void> {
    await takeTime('', speed * (chance.between(5, 20) / 10));
    const { workItemId, id: offerId } = offer;
    const { conversationId } = await line.ask<{ conversationId: ConversationId }>('offer:accept', {
      workItemId,
      offerId,
    });
    const { entries } = await line.ask<AgentThread>('conversation:open', { conversationId });
    await line.ask('read:mark', { conversationId, upTo: entries.at(-1)?.seq ?? 0 });
    const first = entries.find(({ author, body }) => author.kind === 'customer' && body.kind === 'message');
    const text = first?.body.kind === 'message' ? first.body.text : '';
    const dialogue = dialogues.find(({ lines }) => lines[0] === text) ?? answerUnknown(text);
    chats.set(conversationId, { dialogue, said: 0, isBusy: false, isAsked: true });
    await answer(conversationId);
  }

  /** Says what comes next in this dialogue, up to where it is the customer's turn. */
  async function answer(conversationId: ConversationId): Promise<void> {
    const chat = chats.get(conversationId);
    if (!chat || chat.isBusy) return;
    chat.isBusy = true;
    while (chat.isAsked) {
      chat.isAsked = false;
      const own = chat.dialogue.lines.filter((text) => /^[>#]/.test(text));
      for (let text = own[chat.said]; text !== undefined; text = own[chat.said]) {
        chat.said += 1;
        await line.ask('typing:set', { conversationId, typing: true });
        await takeTime(text, speed);
        const message = { conversationId, clientId: `traffic-${conversationId}-${chat.said}`, fileIds: [] };
        if (text.startsWith('>')) {
          await line.ask('message:send', { ...message, text: text.slice(1) });
          break;
        }
        await line.ask('note:add', { ...message, text: text.slice(1) });
      }
    }
    chat.isBusy = false;
    if (chat.said >= chat.dialogue.lines.filter((text) => /^[>#]/.test(text)).length) await finish(conversationId);
  }

  async function finish(conversationId: ConversationId): Promise<void> {
    const chat = chats.get(conversationId);
    if (!chat) return;
    await takeTime(chat.dialogue.lines.at(-1) ?? '', speed);
    chats.delete(conversationId);
    const tag = lists.tags.find(({ name }) => name === chat.dialogue.tag);
    if (tag) await line.ask('work:tag', { conversationId, add: [tag.id], remove: [] });
    const disposition = lists.dispositions.find(({ name }) => name === chat.dialogue.disposition);
    await line.ask('conversation:close', { conversationId, dispositionId: disposition?.id ?? null });
    await line.ask('conversation:leave', { conversationId });
  }

  line.socket.on('offer:made', ({ offer }: { offer: Offer }) => void take(offer).catch(failed));
  line.socket.on('entry:appended', ({ entry }: { entry: AgentEntry }) => {
    const chat = chats.get(entry.conversationId);
    if (!chat || entry.author.kind !== 'customer' || entry.body.kind !== 'message') return;
    chat.isAsked = true;
    void line.ask('read:mark', { conversationId: entry.conversationId, upTo: entry.seq }).catch(failed);
    void answer(entry.conversationId).catch(failed);
  });
  // What is routed to a colleague comes to them again after a reconnect.
  line.socket.on('connect', () => void begin(line).catch(failed));
  await begin(line);
  for (const offer of (await line.ask<{ offers: Offer[] }>('desk:sync', {})).offers) void take(offer).catch(failed);

  return {
    name: person.name,
    async leave() {
      await line.ask('presence:set', { state: 'away' }).catch(failed);
      line.close();
      await fetch(new URL('/api/session', place.url), {
        method: 'DELETE',
        headers: { cookie, origin: place.origin },
      }).catch(failed);
    },
  };
}

/** What is not in the book, such as a mail, is answered with what is true of anything. */
const answerUnknown = (text: string): Dialogue => ({
  ...{ team: 'care', topic: 'Something else', tag: 'Advice', disposition: 'Answered' },
  lines: [text, '>Thank you for writing to us. I look into it and come back to you today.'],
});

async function begin(line: Line): Promise<void> {
  await line.ask('desk:sync', {});
  await line.ask('presence:set', { state: 'available' });
}
