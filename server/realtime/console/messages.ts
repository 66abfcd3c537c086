/** What an agent writes: messages to the customer, notes to the team, and that they are typing. */
import type { ConsoleAnswers, ConsoleRequests } from '../../../shared/events.ts';
import type { UserViewer } from '../../accounts/scope.ts';
import type { Written } from '../../desk/ports.ts';
import type { Call, Handlers } from '../bind.ts';
import { presentAgentEntry } from '../present/agent-entry.ts';
import type { ConsoleSocket } from '../servers.ts';
import type { ConsoleContext } from './context.ts';

type MessageHandlers = Pick<
  Handlers<UserViewer, ConsoleRequests, ConsoleAnswers, ConsoleSocket>,
  | 'message:send'
  | 'note:add'
  | 'typing:set'
  | 'reply:schedule'
  | 'reply:unschedule'
  | 'reply:list'
  | 'reply:rules'
  | 'reply:ways'
  | 'macro:run'
  | 'delivery:retry'
>;
type Asked = Pick<Written, 'clientId' | 'text' | 'draft'> & {
  fileIds: Parameters<ConsoleContext['files']['resolve']>[0];
};
type AskedCall = Pick<Call<UserViewer, unknown, ConsoleSocket>, 'viewer'> & {
  conversation: Written['conversation'];
  payload: Asked;
};

export function createMessageHandlers({
  desk,
  texting,
  ways,
  files,
  typing,
  outbox,
  clock,
}: ConsoleContext): MessageHandlers {
  async function readWritten({ viewer, conversation, payload }: AskedCall): Promise<Written> {
    const { clientId, text, fileIds, draft } = payload;
    const refs = fileIds.length === 0 ? [] : await files.resolve(fileIds, { kind: 'user', id: viewer.userId });
    // Half a surrogate pair would be stored as something else than what is told now.
    return { viewer, conversation, clientId, text: text.toWellFormed(), files: refs, draft };
  }

  return {
    'message:send': async (call) => {
      const { choices, template, letter, by, expects, close } = call.payload;
      const written = { ...(await readWritten(call)), choices, template, letter, by, expects, close };
      const entry = await desk.reply(written);
      typing.clear(call.conversation.id, call.viewer.userId);
      return presentAgentEntry(entry);
    },
    'note:add': async (call) => {
      const entry = await desk.note({ ...(await readWritten(call)), mentions: call.payload.mentions });
      typing.clear(call.conversation.id, call.viewer.userId);
      return presentAgentEntry(entry);
    },
    'typing:set': async ({ viewer, payload, socket }) => {
      const author = { id: viewer.userId, name: viewer.name, socketId: socket.id, as: payload.as };
      if (payload.typing) typing.set(payload.conversationId, viewer.userId, author);
      else typing.clear(payload.conversationId, viewer.userId);
      return null;
    },
    'reply:schedule': async (call) => {
      const { choices, template, letter, by, expects, close, when } = call.payload;
      const at = when.hold === 'later' ? when.at : clock.now() + when.seconds * 1_000;
      const written = { ...(await readWritten(call)), choices, template, letter, by, expects, close };
      const reply = await desk.replies.schedule(written, { hold: when.hold, at });
      typing.clear(call.conversation.id, call.viewer.userId);
      return reply;
    },
    'reply:unschedule': ({ viewer, payload }) => desk.replies.unschedule(viewer, payload),
    'macro:run': ({ viewer, conversation, payload }) => desk.macros.run(viewer, conversation, payload),
    'reply:rules': ({ conversation }) => texting.of(conversation),
    'reply:ways': ({ conversation }) => ways.list(conversation),
    'reply:list': ({ conversation }) => desk.replies.list(conversation.id),
    'delivery:retry': async ({ conversation, payload }) => {
      await outbox.retry(conversation.id, payload.entryId);
      return null;
    },
  };
}
