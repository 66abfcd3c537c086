/** Conversations that the team begins with a letter. */
import { AppError } from '../../../shared/errors.ts';
import type { ConsoleAnswers, ConsoleRequests } from '../../../shared/events.ts';
import { requireServing, type UserViewer } from '../../accounts/scope.ts';
import type { Handlers } from '../bind.ts';
import type { ConsoleSocket } from '../servers.ts';
import type { ConsoleContext } from './context.ts';

type LetterHandlers = Pick<Handlers<UserViewer, ConsoleRequests, ConsoleAnswers, ConsoleSocket>, 'letter:start'>;

export function createLetterHandlers({ desk, files, ingest, directory, channels }: ConsoleContext): LetterHandlers {
  return {
    'letter:start': async ({ viewer, payload }) => {
      const { inboxId, clientId, text, fileIds, letter } = payload;
      const inbox = await directory.inbox(inboxId);
      if (inbox === null || !channels.get(inbox.channel)?.letters) {
        throw new AppError('not_found', 'There is no such mailbox.');
      }
      // As whoever may see its queue: the conversation lies there.
      if (viewer.reach !== 'all' && !viewer.queueIds.includes(inbox.queueId)) {
        throw new AppError('not_found', 'There is no such mailbox.');
      }
      const refs = fileIds.length === 0 ? [] : await files.resolve(fileIds, { kind: 'user', id: viewer.userId });
      const [to] = letter.to;
      if (to === undefined) throw new AppError('invalid', 'It has no recipient.', { fields: { to: 'is empty' } });
      const key = `${viewer.userId}:letter:${clientId}`;
      const conversation = await ingest.begin({ key, inboxId, to, subject: letter.subject });
      requireServing(viewer, conversation);
      await desk.reply({ viewer, conversation, clientId, text: text.toWellFormed(), files: refs, letter });
      return { conversationId: conversation.id };
    },
  };
}
