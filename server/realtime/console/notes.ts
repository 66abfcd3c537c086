/** Changes of notes by their authors: entries that say so, laid over the note wherever it is read. */
import { AppError } from '../../../shared/errors.ts';
import type { ConsoleAnswers, ConsoleRequests } from '../../../shared/events.ts';
import type { ConversationEvent, NoteBody } from '../../../shared/model/entry.ts';
import { leavesBy } from '../../../shared/placements.ts';
import type { UserViewer } from '../../accounts/scope.ts';
import { askingOf, mentionOf } from '../../notices/occasions.ts';
import type { Conversation, Entry } from '../../timeline/model.ts';
import type { Handlers } from '../bind.ts';
import { notFound } from '../guard/membership.ts';
import type { ConsoleSocket } from '../servers.ts';
import type { ConsoleContext } from './context.ts';

type NoteHandlers = Pick<
  Handlers<UserViewer, ConsoleRequests, ConsoleAnswers, ConsoleSocket>,
  'note:edit' | 'note:delete' | 'note:versions'
>;

/** On which notices have quoted the note: of whom it mentions, and of who was asked in with it. */
const occasionsOf = ({ id, conversationId, clientId }: Entry): string[] => [
  mentionOf(id),
  ...(clientId === undefined ? [] : [askingOf(conversationId, clientId)]),
];

export function createNoteHandlers({
  timeline,
  files,
  notices,
}: Pick<ConsoleContext, 'timeline' | 'files' | 'notices'>): NoteHandlers {
  /** The note as it reads now. @throws AppError `not_found` for what is no note, `forbidden` for somebody else's, `conflict` for one that is read elsewhere */
  async function findOwn(
    viewer: UserViewer,
    { id, placements }: Conversation,
    seq: number,
  ): Promise<{ note: NoteBody; entry: Entry }> {
    const [entry] = await timeline.after(id, 'agent', seq - 1, 1);
    if (entry?.seq !== seq || entry.body.kind !== 'note') throw notFound();
    if (leavesBy(placements, id, { of: id, seq })) throw new AppError('conflict', 'It was moved: move it back first.');
    if (entry.author.kind !== 'agent' || entry.author.id !== viewer.userId) {
      throw new AppError('forbidden', 'Only its author changes a note.');
    }
    return { note: entry.body, entry };
  }

  async function tell(conversation: Conversation, key: string, event: ConversationEvent): Promise<void> {
    await timeline.append({
      conversationId: conversation.id,
      key: `${conversation.id}:note:${key}`,
      author: { kind: 'system' },
      identityId: conversation.identityId,
      inboxId: conversation.inboxId,
      direction: 'internal',
      body: { kind: 'event', event },
    });
  }

  return {
    'note:edit': async ({ viewer, conversation, payload: { seq, text: asked } }) => {
      const { note } = await findOwn(viewer, conversation, seq);
      if (note.deleted) throw new AppError('conflict', 'The note was deleted.');
      const text = asked.toWellFormed();
      if (note.text === text) return null;
      const versions = (await timeline.noteVersions(conversation.id, seq))?.length ?? 0;
      const by = { byId: viewer.userId, byName: viewer.name };
      // The same version twice, from two pages at once, is the same entry or a conflict.
      await tell(conversation, `${seq}:edited:${versions}`, { type: 'note-edited', noteSeq: seq, ...by, text });
      return null;
    },
    'note:delete': async ({ viewer, conversation, payload: { seq } }) => {
      const { note, entry } = await findOwn(viewer, conversation, seq);
      // What else holds its words goes first: after a crash the note still stands there, to be deleted again.
      await files.retract(
        note.files.map((file) => file.id),
        conversation.id,
      );
      await notices.silence(occasionsOf(entry));
      const by = { byId: viewer.userId, byName: viewer.name };
      await tell(conversation, `${seq}:deleted`, { type: 'note-deleted', noteSeq: seq, ...by });
      return null;
    },
    'note:versions': async ({ conversation, payload }) => {
      const versions = await timeline.noteVersions(conversation.id, payload.seq);
      if (versions === null) throw notFound();
      return versions;
    },
  };
}
