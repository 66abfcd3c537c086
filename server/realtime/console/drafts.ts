/** What an agent has begun to write, kept for their other pages. */
import type { ConsoleAnswers, ConsoleRequests } from '../../../shared/events.ts';
import type { UserViewer } from '../../accounts/scope.ts';
import type { Handlers } from '../bind.ts';
import type { ConsoleSocket } from '../servers.ts';
import type { ConsoleContext } from './context.ts';

type DraftHandlers = Pick<
  Handlers<UserViewer, ConsoleRequests, ConsoleAnswers, ConsoleSocket>,
  'draft:save' | 'draft:list'
>;

export function createDraftHandlers({ desk, files, colleagues }: ConsoleContext): DraftHandlers {
  return {
    'draft:save': async ({ viewer, payload }) => {
      const { conversationId, kind, text, choices, version, fileIds, mentions: ids, letter } = payload;
      const refs = fileIds.length === 0 ? [] : await files.resolve(fileIds, { kind: 'user', id: viewer.userId });
      const people = await Promise.all([...new Set(ids)].map((id) => colleagues.find(id)));
      const mentions = people.flatMap((one) => (one ? [{ id: one.id, name: one.name }] : []));
      const words = { text: text.toWellFormed(), choices: choices.map((choice) => choice.toWellFormed()) };
      return desk.drafts.save(viewer.userId, {
        ...{ conversationId, kind, ...words, mentions, files: refs, version },
        ...(letter && { letter }),
      });
    },
    'draft:list': ({ viewer }) => desk.drafts.list(viewer.userId),
  };
}
