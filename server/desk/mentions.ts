/** Colleagues mentioned in a note: they must be able to read it, and they are told. */
import { AppError } from '../../shared/errors.ts';
import type { UserId } from '../../shared/model/ids.ts';
import type { Mention } from '../../shared/model/writing.ts';
import { canSee, type UserViewer } from '../accounts/scope.ts';
import type { NoticesPort } from '../notices/notices.ts';
import { mentionOf } from '../notices/occasions.ts';
import type { Conversation, Entry } from '../timeline/model.ts';
import type { AskIn, PeoplePort } from './ports.ts';

export interface Mentions {
  /** With their names, each once. Who may not see the conversation is asked in. @throws AppError `invalid` for nobody, */
  check(viewer: UserViewer, conversation: Conversation, ids: readonly UserId[]): Promise<Mention[]>;
  /** Once per note, however often it is repeated; nobody is told of their own. */
  tell(viewer: UserViewer, conversation: Conversation, entry: Entry, mentions: readonly Mention[]): Promise<void>;
}

interface Deps {
  people: PeoplePort;
  askIn: AskIn;
  notices: Pick<NoticesPort, 'tell'>;
}

export function createMentions({ people, askIn, notices }: Deps): Mentions {
  return {
    async check(viewer, conversation, ids) {
      const mentions: Mention[] = [];
      for (const id of new Set(ids)) {
        const person = await people.viewerOfUser(id);
        if (!person) throw unreadable('is nobody here');
        if (!canSee(person, conversation)) {
          await askIn(viewer, conversation, id);
        }
        mentions.push({ id, name: person.name });
      }
      return mentions;
    },
    async tell(viewer, { id, number, customer }, entry, mentions) {
      const others = mentions.map((one) => one.id).filter((one) => one !== viewer.userId);
      if (others.length === 0 || entry.body.kind !== 'note') return;
      await notices.tell(others, {
        ...{ kind: 'mentioned', conversationId: id, number, customerName: customer.name },
        ...{ byName: viewer.name, text: entry.body.text, once: mentionOf(entry.id) },
      });
    },
  };
}

const unreadable = (why: string): AppError =>
  new AppError('invalid', 'Somebody mentioned cannot read this note.', { fields: { mentions: why } });
