/**
 * What a letter looks like a part of, by what anybody could have written: a number, what a mail program calls the thread, a subject. Of those who
 * take part the first two are believed; for everybody else, and for a subject alone, it is a suggestion to whoever answers.
 */
import type { InboundLetter, Likeness } from '../../../channels/channel.ts';
import type { Resemblance } from '../../../shared/model/conversation.ts';
import type { Conversation } from '../../timeline/model.ts';
import type { Timeline } from '../../timeline/timeline.ts';
import type { Sender } from '../sender.ts';
import type { LetterMessage } from './place-letter.ts';
import { takesPart } from './takes-part.ts';

interface Deps {
  timeline: Pick<Timeline, 'find' | 'findByNumber' | 'findAlike' | 'placements'>;
  now(): number;
}

export interface Claimed {
  conversation: Conversation;
  by: Resemblance['by'];
}

const DAY_MS = 86_400_000;
/** Nobody looks for what lies further back under the same words. */
const RECENT_MS = 30 * DAY_MS;
/** Open under one subject; where there are more, it is what everybody writes above their letters. */
const SAME_SUBJECT = 3;
const LOOKED_AT = 20;

const isSubject = (likeness: Likeness): boolean => likeness.startsWith('subject:');

export function createResembling({ timeline, now }: Deps) {
  /** By its number, or by its program's name of the thread where the subject is still the same: whoever answers an old letter with a new matter changes that. */
  async function claimed({ thread, automatic }: InboundLetter): Promise<Claimed[]> {
    const subjects = thread.alike.filter(isSubject);
    const isSameMatter = ({ alike = [] }: Conversation) =>
      automatic || !alike.some(isSubject) || alike.some((one) => subjects.includes(one));
    const topics = thread.alike.filter((one) => !isSubject(one));
    const [numbered] =
      thread.number === null
        ? []
        : await timeline.findByNumber(`${thread.number}`, { scope: { kind: 'all' }, limit: 1 });
    const named = thread.named === null ? null : await timeline.find(thread.named);
    const threaded = [...(named ? [named] : []), ...(await timeline.findAlike(topics, { limit: LOOKED_AT }))];
    return [
      ...(numbered?.number === thread.number ? [{ conversation: numbered, by: 'number' as const }] : []),
      ...threaded.filter(isSameMatter).map((conversation) => ({ conversation, by: 'thread' as const })),
    ];
  }

  async function bySubject({ inboxId, letter }: LetterMessage, sender: Sender): Promise<Claimed[]> {
    const subjects = letter.thread.alike.filter(isSubject);
    const found = await timeline.findAlike(subjects, { status: 'open', limit: LOOKED_AT });
    const theirs = found.filter((conversation) => takesPart(sender, conversation));
    const here = found.filter((conversation) => conversation.inboxId === inboxId);
    const meant = theirs.length > 0 ? theirs : here.length <= SAME_SUBJECT ? here : [];
    return meant.map((conversation) => ({ conversation, by: 'subject' as const }));
  }

  /** What nobody wrote, or somebody who is not who they say they are, looks like nothing. */
  async function find(event: LetterMessage, sender: Sender, known: readonly Claimed[]): Promise<Resemblance | null> {
    const { letter } = event;
    if (letter.automatic || letter.sender === 'refuted') return null;
    for (const { conversation, by } of [...known, ...(await bySubject(event, sender))]) {
      const { id, number, status, lastAt } = await timeline.placements.follow(conversation);
      if (status === 'open' && now() - lastAt <= RECENT_MS) return { id, number, by };
    }
    return null;
  }

  return { claimed, find };
}
