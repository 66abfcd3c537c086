/** In which language Parley's own words in a letter are: that of what the customer wrote, else that of their browser, else English. */
import { detectLanguage } from '../ingest/letters/language.ts';
import type { Conversation, Entry } from '../timeline/model.ts';
import type { Timeline } from '../timeline/timeline.ts';

export interface LetterWords {
  /** above what they have not read */
  missed: string;
  /** where no letter began it */
  subject(number: number): string;
}

const en: LetterWords = {
  missed: 'What you have not seen of our chat:',
  subject: (number) => `Your conversation #${number}`,
};
const zh: LetterWords = {
  missed: '您尚未看到的聊天内容：',
  subject: (number) => `您的会话 #${number}`,
};

/** Further back they may have been somebody else's words, or in a language that they gave up. */
const LOOKED_THROUGH = 50;

export async function findWords(
  timeline: Pick<Timeline, 'before'>,
  { id, context }: Conversation,
): Promise<LetterWords> {
  const { entries } = await timeline.before(id, 'visitor', Number.MAX_SAFE_INTEGER, LOOKED_THROUGH);
  return wordsFor(entries, context.language);
}

export function wordsFor(entries: readonly Pick<Entry, 'direction' | 'body'>[], browser = ''): LetterWords {
  const theirs = entries.flatMap(({ direction, body }) =>
    direction === 'in' && body.kind === 'message' ? [body.text] : [],
  );
  const written = detectLanguage(theirs.join('\n'));
  return (written ?? browser).toLowerCase().startsWith('zh') ? zh : en;
}
