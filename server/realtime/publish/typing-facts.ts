/** Who is typing, told to the other side. "Typing" may be lost on a busy wire and comes again; "stopped" may not. */
import { threadRoom } from '../../accounts/scope.ts';
import type { AgentTyping } from '../console/context.ts';
import { createTyping } from '../typing.ts';
import type { WidgetContext } from '../widget/context.ts';
import type { AudienceRooms } from './audience-rooms.ts';

export interface TypingFacts {
  agents: AgentTyping;
  visitors: WidgetContext['typing'];
  stop(): void;
}

export function createTypingFacts({ console, widget }: AudienceRooms, expiryMs: number): TypingFacts {
  const agents: AgentTyping = createTyping(expiryMs, ({ conversationId, author, typing }) => {
    const room = threadRoom(conversationId);
    const { id, name, socketId, as } = author;
    const others = console.to(room).except(socketId);
    const fact = { conversationId, from: { kind: 'agent' as const, id, name }, typing, as };
    (typing ? others.volatile : others).emit('typing:changed', fact);
    // A note is the team's alone, and so is that it is being written.
    if (as === 'note') return;
    const visitors = widget.to(room);
    (typing ? visitors.volatile : visitors).emit('typing:changed', { conversationId, name, typing });
  });
  const visitors: WidgetContext['typing'] = createTyping(expiryMs, ({ conversationId, author, typing, text }) => {
    const thread = console.to(threadRoom(conversationId));
    const fact = { conversationId, from: { kind: 'customer' as const, name: author.name }, typing, text };
    (typing ? thread.volatile : thread).emit('typing:changed', fact);
  });
  return {
    agents,
    visitors,
    stop() {
      agents.stop();
      visitors.stop();
    },
  };
}
