/** In which language Parley's own words in a letter are: that of what the customer wrote, else that of their browser, else English. */
import { detectLanguage } from '../ingest/letters/language.ts';
import type { Conversation, Entry } from '../timeline/model.ts';
import type { Timeline } from '../timeline/timeline.ts';

export interface LetterWords {
  /** above what they have not read */
  missed: string;
  /** where no letter began it */
  subject(number: number): string;
  /** mailed to prove an address; `site`: what asks for it */
  code(code: string, site: string, minutes: number): { subject: string; text: string };
}

const en: LetterWords = {
  missed: 'What you have not seen of our chat:',
  subject: (number) => `Your conversation #${number}`,
  code: (code, site, minutes) => ({
    subject: `${code} is your code for ${site}`,
    text: `${code}\n\nType this code into the chat with ${site}, so that our answers may reach you at this address. It is good for ${minutes} minutes.\n\nIf you did not ask for it, somebody typed your address by mistake: there is nothing to do.`,
  }),
};
const zh: LetterWords = {
  missed: '您尚未看到的聊天内容：',
  subject: (number) => `您的会话 #${number}`,
  code: (code, site, minutes) => ({
    subject: `${code} 是您在 ${site} 的验证码`,
    text: `${code}\n\n请在与 ${site} 的聊天窗口中输入此验证码，以便我们将回复发送到此邮箱。验证码 ${minutes} 分钟内有效。\n\n如果不是您本人的请求，可能是他人误填了您的邮箱，无需任何操作。`,
  }),
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
