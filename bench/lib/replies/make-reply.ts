/** Replies whose wanted and repeated lines are known, as mail programs lay them out; all of it follows from a seed. */
import { locales } from './locales.ts';
import { type PageParts, pageStyles } from './make-page.ts';

export interface Reply {
  style: string;
  language: string;
  text: string;
  /** what they wrote now: none of it may be folded */
  wanted: string[];
  /** of the letter that is repeated, each unlike all others */
  repeated: string[];
}

interface Chance {
  below(count: number): number;
  pick<T>(from: readonly T[]): T;
}

interface Parts extends PageParts {
  chance: Chance;
}

const marked = (lines: readonly string[]): string[] => lines.map((line) => (line === '' ? '>' : `> ${line}`));

function headers({ locale, n }: Parts, order: readonly number[] = [0, 1, 2, 3], date?: string): string[] {
  const values = [n, date ?? locale.outlookDate, 'Zoe Berg <zoe@outside.example>', 'Re: Northlight #4711'];
  return order.map((at) => `${locale.labels[at]} ${values[at]}`);
}

const rule = '________________________________';

const styles: Record<string, (parts: Parts) => string[]> = {
  Gmail: ({ locale, own, quote, n, chance }) => [...own, '', ...wrap(locale.gmail(n), chance), '', ...marked(quote)],
  'Gmail below': ({ locale, own, quote, n }) => [locale.gmail(n), '', ...marked(quote), '', ...own],
  'Apple Mail': ({ locale, own, quote, n }) => [...own, '', `> ${locale.apple(n)}`, '> ', ...marked(quote)],
  iPhone: ({ locale, own, quote, n }) => [
    ...own,
    '',
    locale.phone,
    '',
    `> ${locale.apple(n)}`,
    '> ',
    `> \uFEFF${quote[0]}`,
    ...marked(quote.slice(1)),
  ],
  'Thunderbird below': ({ locale, own, quote, m }) => [locale.thunderbird(m), ...marked(quote), '', ...own],
  'Thunderbird above': ({ locale, own, quote, m }) => [...own, '', locale.thunderbird(m), ...marked(quote)],
  Outlook: (parts) => [...parts.own, '', ...headers(parts), '', ...parts.quote],
  'Outlook with a rule': (parts) => [...parts.own, '', rule, ...headers(parts), '', ...parts.quote],
  'Outlook on a phone': (parts) => [
    ...parts.own,
    '',
    parts.locale.outlookApp,
    rule,
    ...headers(parts),
    '',
    ...parts.quote,
  ],
  'Outlook of old': (parts) => [
    ...parts.own,
    '',
    `-----${parts.locale.original}-----`,
    ...headers(parts),
    '',
    ...parts.quote,
  ],
  Samsung: (parts) => [
    ...parts.own,
    '',
    `-------- ${parts.locale.original} --------`,
    ...headers(parts, [0, 1, 2, 3], '30/11/2026 05:00 (GMT+01:00)'),
    '',
    ...parts.quote,
  ],
  Yahoo: ({ locale, own, quote, n }) => [...own, '', (locale.yahoo ?? locale.gmail)(n), '', '', ...quote],
  GMX: (parts) => [...parts.own, '', ...headers(parts, [1, 0, 2, 3]), '', ...parts.quote],
  'T-Online': (parts) => [
    ...parts.own,
    '',
    '-----Original-Nachricht-----',
    ...headers(parts, [3, 1, 0, 2], '2026-11-30T05:00:00+0100'),
    '',
    ...parts.quote,
  ],
  Zimbra: (parts) => [
    ...parts.own,
    '',
    `----- ${parts.locale.original} -----`,
    ...headers(parts, [0, 2, 1, 3]),
    '',
    ...parts.quote,
  ],
  Roundcube: ({ locale, own, quote, m }) => [...own, '', (locale.roundcube ?? locale.thunderbird)(m), ...marked(quote)],
  QQ: (parts) => [
    ...parts.own,
    '',
    '',
    '',
    '------------------ 原始邮件 ------------------',
    '发件人: "Northlight"<support@northlight.example>;',
    '发送时间: 2026年11月30日(星期一) 凌晨5:00',
    '收件人: "Zoe"<zoe@outside.example>;',
    '主题: Re: Northlight #4711',
    '',
    ...parts.quote,
  ],
  NetEase: ({ own, quote, n }) => [...own, '', '', `At 2026-11-30 05:00:00, ${n} wrote:`, '', ...quote],
  'NetEase Master': ({ own, quote }) => [
    ...own,
    '',
    '---- 回复的原邮件 ----',
    '| 发件人 | Northlight<support@northlight.example> |',
    '| 日期 | 2026年11月30日 05:00 |',
    '| 收件人 | zoe@outside.example<zoe@outside.example> |',
    '| 主题 | Re: Northlight #4711 |',
    ...quote,
  ],
  Proton: ({ own, quote, n }) => [
    ...own,
    '',
    'Sent with Proton Mail secure email.',
    '',
    `On Monday, November 30th, 2026 at 5:00 AM, ${n} wrote:`,
    '',
    ...marked(quote),
  ],
  'Mail.ru': ({ own, quote, n }) => [...own, '', `Понедельник, 30 ноября 2026, 5:00 +03:00 от ${n}:`, ...marked(quote)],
  Yandex: ({ own, quote }) => [
    ...own,
    '',
    '30.11.2026, 05:00, "Northlight" <support@northlight.example>:',
    '',
    ...quote,
  ],
  'Mutt below': ({ own, quote, m }) => [
    `On Mon, Nov 30, 2026 at 05:00:00AM +0100, ${m} wrote:`,
    ...marked(quote),
    '',
    ...own,
  ],
  Gnus: ({ own, quote, n }) => [`${n} writes:`, '', ...marked(quote), '', ...own],
  Horde: ({ own, quote, n }) => [...own, '', `Quoting ${n}:`, '', ...marked(quote)],
  'Horde in German': ({ own, quote, n }) => [...own, '', `Zitat von ${n}:`, '', ...marked(quote)],
  'Open-Xchange': ({ own, quote, n }) => [...own, '', `On 11/30/2026 5:00 AM CET ${n} wrote:`, '', ' ', ...quote],
  'Open-Xchange in German': ({ own, quote, n }) => [
    ...own,
    '',
    `${n} hat am 30.11.2026 05:00 CET geschrieben:`,
    '',
    ...quote,
  ],
  'K-9': ({ own, quote, n }) => [
    ...own,
    '',
    `Am 30. November 2026 05:00:00 MEZ schrieb ${n}:`,
    ...quote.map((one) => `>${one}`),
  ],
  'eM Client': ({ own, quote }) => [
    ...own,
    '',
    '------ Original Message ------',
    'From "Northlight" <support@northlight.example>',
    'To "Zoe" <zoe@outside.example>',
    'Date 30.11.2026 05:00:00',
    'Subject Re: Northlight #4711',
    '',
    ...quote,
  ],
  Notes: ({ own, quote, n }) => [
    ...own,
    '',
    `-----${n} wrote: -----`,
    'To: zoe@outside.example',
    `From: ${n}`,
    'Date: 30/11/2026 05:00',
    'Subject: Re: Northlight #4711',
    '',
    ...quote,
  ],
  'Notes in a table': ({ own, quote, n }) => [
    ...own,
    '',
    `Von:\t${n}`,
    'An:\tzoe@outside.example',
    'Datum:\t30.11.2026 05:00',
    'Betreff:\tRe: Northlight #4711',
    '',
    rule,
    '',
    '',
    ...quote,
  ],
  Orange: ({ own, quote }) => [
    ...own,
    '',
    '',
    '> Message du 30/11/26 05:00',
    '> De : "Northlight" <support@northlight.example>',
    '> A : "Zoe" <zoe@outside.example>',
    '> Copie à : ',
    '> Objet : Re: Northlight #4711',
    '> ',
    ...marked(quote),
  ],
  Naver: ({ own, quote, n }) => [
    ...own,
    '',
    '-----Original Message-----',
    `From: ${n}`,
    'To: "Zoe" <zoe@outside.example>',
    'Cc: ',
    'Sent: 2026-11-30 (월) 05:00:00 (GMT+09:00)',
    'Subject: Re: Northlight #4711',
    '',
    ...quote,
  ],
  Superhuman: ({ own, quote }) => [
    ...own,
    '',
    '',
    'On Mon, Nov 30, 2026 at 5:00 AM, Northlight < support@northlight.example > wrote:',
    '',
    ...marked(quote),
  ],
  'In between': ({ locale, own, quote, n }) => [
    locale.gmail(n),
    '',
    ...marked(quote.slice(0, 2)),
    '',
    ...own.slice(0, 1),
    '',
    ...marked(quote.slice(2)),
    '',
    ...own.slice(1),
  ],
};

/** What people write that looks like what programs write. */
const tricky = [
  'Note: it takes > 5 V',
  '- first of all',
  '1. second',
  'https://shop.example/a?b=c',
  'On Monday it broke again',
  'From 5 to 6 pm I am at home',
  'Subject to change, of course',
  'To: be or not to be',
  'Your colleague wrote: never mind',
  'Date: tomorrow',
  '*important*',
  '🙂',
  '"nobody answers"',
  '|a|b|',
  'Am 30.11. schrieb ich schon einmal',
  '2026-11-30 05:00 is when it went dark:',
  'My new address is zoe.berg@outside.example since 30.11.2026:',
  'Write to bo@outside.example, please:',
  'Original message: the lamp is dark',
  'Forwarded by nobody',
  'Betreff: die Lampe',
  'Von: mir',
];
const greetings = ['Hi,', 'Hello Northlight,', 'Guten Tag,', 'Bonjour,', '您好！', ''];
const farewells = [['Zoe'], ['Best regards,', 'Zoe Berg'], ['MfG', 'Z. Berg'], ['--', 'Zoe'], []];

export const styleNames = Object.keys(styles);
export const pageStyleNames = Object.keys(pageStyles);

export function makeReply(draw: () => number, round: number): Reply {
  const chance = chanceOf(draw);
  const style = chance.pick(styleNames);
  const said = makeWords(chance, round);
  const lines = (styles[style] as (parts: Parts) => string[])({ ...said, chance });
  return { ...describe(said, style), text: lines.join('\n') };
}

/** As a page; `text` is its HTML. */
export function makePage(draw: () => number, round: number): Reply {
  const chance = chanceOf(draw);
  const style = chance.pick(pageStyleNames);
  const said = makeWords(chance, round);
  return { ...describe(said, style), text: (pageStyles[style] as (parts: PageParts) => string)(said) };
}

type Words = PageParts & { wanted: string[] };

const describe = ({ locale, wanted, quote }: Words, style: string): Omit<Reply, 'text'> => ({
  ...{ style, language: locale.language, wanted, repeated: quote },
});

const chanceOf = (draw: () => number): Chance => ({
  below: (count) => Math.floor(draw() * count),
  pick: (from) => from[Math.floor(draw() * from.length)] as never,
});

function makeWords(chance: Chance, round: number): Words {
  const locale = chance.pick(locales);
  const wanted = [`${chance.pick(locale.words)} ${round}.`];
  for (let line = chance.below(5); line > 0; line -= 1) {
    wanted.push(chance.below(3) === 0 ? chance.pick(tricky) : `${chance.pick(locale.words)} ${chance.below(1_000)}.`);
  }
  const own = [chance.pick(greetings), ...wanted, ...chance.pick(farewells)].filter(
    (line, at) => at > 0 || line !== '',
  );
  const repeated = Array.from(
    { length: 3 + chance.below(4) },
    (_, at) => `${chance.pick(locale.words)} (repeated ${round}-${at})`,
  );
  const [m, n] = ['Northlight Support', 'Northlight Support <support@northlight.example>'];
  return { locale, own, wanted, quote: repeated, n, m };
}

/** As programs that send in lines of 78 break it. */
function wrap(line: string, chance: Chance): string[] {
  const space = line.indexOf(' ', Math.max(40, Math.floor(line.length / 2)));
  return line.length > 70 && space > 0 && chance.below(2) === 0
    ? [line.slice(0, space), line.slice(space + 1)]
    : [line];
}
