/** What rules would have made of the newest letters of an inbox: the very judgement that letters get, of what was kept of them. Nothing is changed. */
import type { LetterChannel } from '../../../channels/channel.ts';
import type { FileId } from '../../../shared/model/ids.ts';
import type { Inbox } from '../../../shared/model/inbox.ts';
import type { MailRule, TriedLetter } from '../../../shared/model/mail-rule.ts';
import { scopeOf, type UserViewer } from '../../accounts/scope.ts';
import type { Conversation, Entry } from '../../timeline/model.ts';
import type { Timeline } from '../../timeline/timeline.ts';
import { detectLanguage } from './language.ts';
import { judgeRules } from './rules.ts';

const LETTERS = 10;
/** A long correspondence has many letters, and others shall be seen beside it. */
const OF_ONE = 3;
const ENTRIES = 30;

interface Deps {
  timeline: Pick<Timeline, 'list' | 'before'>;
  bytesOf(id: FileId): Promise<Buffer | null>;
}

/** Newest first; of conversations that the viewer may see. */
export async function tryNewest(
  { timeline, bytesOf }: Deps,
  viewer: UserViewer,
  inbox: Inbox,
  letters: LetterChannel,
  rules: readonly MailRule[],
): Promise<TriedLetter[]> {
  const { conversations } = await timeline.list({
    ...{ scope: scopeOf(viewer), view: 'all', userId: viewer.userId, limit: LETTERS },
    filter: { inboxId: inbox.id },
  });
  const found = await Promise.all(conversations.map(lettersOf));
  const newest = found.flat().sort((a, b) => b.entry.at - a.entry.at);
  return Promise.all(newest.slice(0, LETTERS).map(judge));

  async function lettersOf(conversation: Conversation) {
    const { entries } = await timeline.before(conversation.id, 'agent', Number.MAX_SAFE_INTEGER, ENTRIES);
    const came = entries.filter(({ direction, inboxId, body }) => {
      return direction === 'in' && inboxId === inbox.id && body.kind === 'message' && body.letter && !body.aside;
    });
    return came.slice(-OF_ONE).map((entry) => ({ conversation, entry }));
  }

  async function judge({ conversation, entry }: { conversation: Conversation; entry: Entry }): Promise<TriedLetter> {
    const { body } = entry;
    if (body.kind !== 'message' || !body.letter) throw new Error(`Entry ${entry.id} is no letter.`);
    const { from, to, cc, subject, source, received } = body.letter;
    const raw = source === null ? null : await bytesOf(source);
    const facts = {
      ...{ from, to: [...to, ...cc], subject, body: body.text, headers: raw ? letters.headersOf(raw) : new Map() },
      size: received?.oversize ?? raw?.length ?? 0,
    };
    return {
      ...{ conversationId: conversation.id, number: conversation.number, at: entry.at, from, subject },
      ...{ verdicts: judgeRules(rules, facts), language: detectLanguage(`${subject}\n${body.text}`) },
    };
  }
}
