/** One customer of the demo: opens the chat, tells what they came for, answers, and leaves. */

import type { Chance } from '../../server/demo/chance.ts';
import type { DemoCustomer } from '../../server/demo/customers.ts';
import type { Dialogue } from '../../server/demo/dialogues.ts';
import type { WidgetSession } from '../../shared/api.ts';
import { socketPaths, type VisitorThread } from '../../shared/events.ts';
import type { VisitorConversation } from '../../shared/model/conversation.ts';
import type { VisitorEntry } from '../../shared/model/entry.ts';
import type { InboxId } from '../../shared/model/ids.ts';
import { type Line, openLine, type Place, post, takeTime } from './line.ts';

export interface CustomerOptions {
  place: Place;
  inboxId: InboxId;
  customer: DemoCustomer;
  dialogue: Dialogue;
  chance: Chance;
  speed: number;
}

/** How long somebody waits for the first answer, and then for the next one. */
const PATIENCE_MS = { first: 4 * 60_000, next: 6 * 60_000 };

export async function playCustomer(options: CustomerOptions): Promise<'answered' | 'gave up'> {
  const { place, inboxId, customer, dialogue, chance } = options;
  const session = (await (await post(place, `/api/widget/${inboxId}/session`, {})).json()) as WidgetSession;
  const line = await openLine(place, socketPaths.widget, {
    query: { inbox: inboxId },
    auth: { inboxId, token: session.token },
  });
  try {
    return await talk(line, options);
  } finally {
    line.close();
  }

  async function talk(line: Line, { speed }: CustomerOptions): Promise<'answered' | 'gave up'> {
    const lines = dialogue.lines.filter((text) => !/^[>#]/.test(text));
    const answers = hear(line);
    // However fast they are played, the server and this machine are not.
    const patience = (which: keyof typeof PATIENCE_MS): number => Math.max(15_000, PATIENCE_MS[which] / speed);
    let sent = 0;
    const clientId = (): string => {
      sent += 1;
      return `traffic-${session.token.slice(0, 16)}-${sent}`;
    };
    const { conversation } = await line.ask<VisitorThread>('conversation:start', {
      clientId: clientId(),
      text: lines[0] ?? 'Hello?',
      fileIds: [],
      answers: { topic: dialogue.topic, name: customer.name, email: customer.email },
      context: {
        url: `${place.origin}/shop`,
        title: 'Northlight, home goods',
        language: customer.language,
        timeZone: customer.timeZone,
      },
    });
    let heard = await answers.next(patience('first'));
    if (heard === 'silence') {
      await line.ask('conversation:end', { conversationId: conversation.id });
      return 'gave up';
    }
    for (const text of lines.slice(1)) {
      if (heard !== 'answer') break;
      await line.ask('typing:set', { conversationId: conversation.id, typing: true });
      await takeTime(text, speed);
      await line.ask('message:send', { conversationId: conversation.id, clientId: clientId(), text, fileIds: [] });
      heard = await answers.next(patience('next'));
    }
    while (heard === 'answer') heard = await answers.next(patience('next'));
    if (chance.percent(60)) {
      const rating = { conversationId: conversation.id, score: chance.percent(75) ? 5 : chance.between(2, 4) };
      await line.ask('conversation:rate', rating).catch(() => undefined);
    }
    return 'answered';
  }
}

type Heard = 'answer' | 'closed' | 'silence';

/** The next thing that happens, as the customer notices it. */
function hear({ socket, ask }: Line): { next(ms: number): Promise<Heard> } {
  const waiting: Heard[] = [];
  let wake: (() => void) | null = null;
  const tell = (heard: Heard): void => {
    waiting.push(heard);
    wake?.();
  };
  socket.on('entry:appended', ({ entry }: { entry: VisitorEntry }) => {
    if (entry.author.kind !== 'agent' || entry.body.kind !== 'message') return;
    void ask('read:mark', { conversationId: entry.conversationId, upTo: entry.seq }).catch(() => undefined);
    tell('answer');
  });
  socket.on('conversation:changed', ({ conversation }: { conversation: VisitorConversation }) => {
    if (conversation.status === 'closed') tell('closed');
  });
  return {
    async next(ms) {
      if (waiting.length === 0) {
        await new Promise<void>((resolve) => {
          const timer = setTimeout(resolve, ms);
          wake = () => {
            clearTimeout(timer);
            resolve();
          };
        });
        wake = null;
      }
      return waiting.shift() ?? 'silence';
    },
  };
}
