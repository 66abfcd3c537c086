/** The earlier letter as it stands below an answer or within what is passed on. */
import type { TFunction } from 'i18next';
import type { AgentEntry } from '../../../shared/model/entry.ts';
import type { Letter } from '../../../shared/model/letter.ts';
import type { Times } from '../i18n/times.ts';
import { formatAddress } from './addresses.ts';
import type { AnswerKind } from './answer.ts';
import { textToHtml, wrapQuote } from './letter-html.ts';

/** Longer ones are repeated as text: what is being written is told to the server again and again. */
const longest = 40_000;

export interface QuotedLetter {
  entry: AgentEntry;
  letter: Letter;
  text: string;
  /** its words as HTML; null: there is none, or it is not here yet */
  html: string | null;
}

export function quoteLetter(kind: AnswerKind, quoted: QuotedLetter, t: TFunction, times: Times): string {
  const { entry, letter, text, html } = quoted;
  const words = html !== null && html.length <= longest ? html : textToHtml(wholeText(text, letter).slice(0, longest));
  const from = letter.from ? formatAddress(letter.from) : t('letter.noSender');
  if (kind !== 'forward')
    return wrapQuote('answer', t('letter.wrote', { time: times.full(entry.at), name: from }), words);
  const list = (addresses: Letter['to']) => addresses.map(formatAddress).join(', ');
  const lines = [
    t('letter.forwardedHead'),
    `${t('letter.from')}: ${from}`,
    `${t('letter.date')}: ${times.full(entry.at)}`,
    `${t('letter.subject')}: ${letter.subject}`,
    `${t('letter.to')}: ${list(letter.to)}`,
    ...(letter.cc.length > 0 ? [`${t('letter.cc')}: ${list(letter.cc)}`] : []),
  ];
  return wrapQuote('forward', lines.join('\n'), words);
}

/** All that was said, what it repeats included. */
export function wholeText(text: string, { quoted }: Pick<Letter, 'quoted'>): string {
  return quoted ? `${text}\n\n${quoted}` : text;
}
