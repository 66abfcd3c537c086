/** Which language a letter is written in, by its script or by its commonest words: enough to route it, and silent when in doubt. Pure. */
import type { LetterLanguage } from '../../../shared/model/mail-rule.ts';

const SAMPLE = 5_000;

/** By the letters that only one of the languages of a script has. */
const scripts: [RegExp, (text: string) => LetterLanguage][] = [
  [/\p{Script=Hangul}/gu, () => 'ko'],
  [
    /[\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Han}]/gu,
    (text) => (/[\p{Script=Hiragana}\p{Script=Katakana}]/u.test(text) ? 'ja' : 'zh'),
  ],
  [/\p{Script=Cyrillic}/gu, (text) => (/[іїєґ]/iu.test(text) && !/[ыэъё]/iu.test(text) ? 'uk' : 'ru')],
  [/\p{Script=Arabic}/gu, (text) => (/[پچژگکی]/u.test(text) ? 'fa' : 'ar')],
  [/\p{Script=Greek}/gu, () => 'el'],
  [/\p{Script=Hebrew}/gu, () => 'he'],
  [/\p{Script=Devanagari}/gu, () => 'hi'],
  [/\p{Script=Thai}/gu, () => 'th'],
];

/** Words that nearly every letter has, and that few other languages spell alike. */
const words: [LetterLanguage, string][] = [
  [
    'en',
    'the and you your is are was were have has with this that for not my we please thanks hello would could when what from they it',
  ],
  [
    'de',
    'der die das und ich nicht ist sie ihr ihre ein eine mit für auf von bitte danke hallo habe haben wurde meine noch auch bei dem den zu wir',
  ],
  [
    'fr',
    'le la les et je vous est une un des pas pour dans que qui bonjour merci votre mon ma avec sur ce cette suis avez été nous',
  ],
  [
    'es',
    'el la los las y que es una un por para con no mi su gracias hola está pero como tengo pedido ustedes favor muy del se lo',
  ],
  [
    'it',
    'il la gli che è una un per con non mi sono grazie buongiorno ho della del vostro ordine anche questo mio mia di ma',
  ],
  [
    'pt',
    'o os as que é uma um para com não meu minha obrigado obrigada olá está mas como tenho pedido por favor muito você do da em',
  ],
  [
    'nl',
    'de het een en ik niet is van voor met op mijn uw bedankt hallo heb hebben wordt zijn maar ook bij dat deze graag aan',
  ],
  ['sv', 'och jag det att är en ett inte för med på min mitt tack hej har hade kan från som den ni vi av om'],
  [
    'pl',
    'i nie to jest się na w z do że mam dziękuję dzień dobry proszę moje mój czy jak dla za od zamówienie ale tak',
  ],
  [
    'tr',
    've bir bu için ile de da ben değil merhaba teşekkürler lütfen var yok ama çok benim siz sizin olarak kadar sipariş nasıl ne',
  ],
];
const lists = words.map(([language, text]) => [language, new Set(text.split(' '))] as const);

/** Null: too short, or as much one as another. */
export function detectLanguage(text: string): LetterLanguage | null {
  const sample = text
    .slice(0, SAMPLE)
    .replace(/\b(https?:\/\/|www\.)\S+|\S+@\S+/giu, ' ')
    .normalize('NFC');
  return byScript(sample) ?? byWords(sample);
}

/** A script counts when it is at least a third of the letters: names and brands are often written in Latin ones. */
function byScript(text: string): LetterLanguage | null {
  const letters = text.match(/\p{L}/gu)?.length ?? 0;
  for (const [script, nameOf] of scripts) {
    const count = text.match(script)?.length ?? 0;
    if (count > 0 && count * 3 >= letters) return nameOf(text);
  }
  return null;
}

function byWords(text: string): LetterLanguage | null {
  const found = text.toLowerCase().match(/\p{L}+/gu) ?? [];
  const [best, second] = lists
    .map(([language, list]) => ({ language, hits: found.filter((word) => list.has(word)).length }))
    .sort((a, b) => b.hits - a.hits);
  if (!best || best.hits < 2 || best.hits === second?.hits) return null;
  return best.language;
}
