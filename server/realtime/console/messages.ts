/** What an agent writes: messages to the customer, notes to the team, and that they are typing. */
import type { ConsoleAnswers, ConsoleRequests } from '../../../shared/events.ts';
import type { UserViewer } from '../../accounts/scope.ts';
import type { Handlers } from '../bind.ts';
import type { AgentMessage } from '../ports.ts';
import { presentAgentEntry } from '../present/agent-entry.ts';
import type { ConsoleSocket } from '../servers.ts';
import type { ConsoleContext } from './context.ts';

type MessageHandlers = Pick<
  Handlers<UserViewer, ConsoleRequests, ConsoleAnswers, ConsoleSocket>,
  'message:send' | 'note:add' | 'typing:set'
>;
type Written = Pick<AgentMessage, 'conversationId' | 'clientId' | 'text'> & {
  fileIds: Parameters<ConsoleContext['files']['resolve']>[0];
};

export function createMessageHandlers({ outbound, files, typing }: ConsoleContext): MessageHandlers {
  async function readMessage(viewer: UserViewer, { conversationId, clientId, text, fileIds }: Written) {
    const refs = fileIds.length === 0 ? [] : await files.resolve(fileIds, { kind: 'user', id: viewer.userId });
    // Half a surrogate pair would be stored as something else than what is told now.
    return {
      conversationId,
      clientId,
      text: text.toWellFormed(),
      files: refs,
      agent: { id: viewer.userId, name: viewer.name },
    };
  }

  return {
    'message:send': async ({ viewer, payload }) => {
      const entry = await outbound.reply({ ...(await readMessage(viewer, payload)), choices: payload.choices });
      typing.clear(payload.conversationId, viewer.userId);
      return presentAgentEntry(entry);
    },
    'note:add': async ({ viewer, payload }) =>
      presentAgentEntry(await outbound.note(await readMessage(viewer, payload))),
    'typing:set': async ({ viewer, payload, socket }) => {
      const author = { id: viewer.userId, name: viewer.name, socketId: socket.id };
      if (payload.typing) typing.set(payload.conversationId, viewer.userId, author);
      else typing.clear(payload.conversationId, viewer.userId);
      return null;
    },
  };
}
