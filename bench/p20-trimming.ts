/** P20: what is folded of replies as mail programs write them, as text and as pages: wanted lines lost, and letters in which a quote is left. `SHOW=5` prints some of them. */
import { trimQuote, trimQuoteHtml } from '../channels/email/trim-quote.ts';
import { seededChance } from './lib/chance.ts';
import { locales } from './lib/replies/locales.ts';
import { makePage, makeReply, pageStyleNames, type Reply, styleNames } from './lib/replies/make-reply.ts';
import { printTable } from './lib/stats.ts';

const count = Number(process.env.BENCH_REPLIES ?? 20_000);
const seed = Number(process.env.SEED ?? 20);
const shown = Number(process.env.SHOW ?? 0);

/** Answers between the quotes are read with what they answer: nothing is to be folded of those. */
const isBetween = ({ style }: Reply): boolean => style === 'In between';

interface Found {
  letters: number;
  lost: number;
  left: number;
}

type Trim = (text: string, options: { lastOutgoing: string | null }) => { visible: string };

function judge(trim: Trim, { text, wanted, repeated }: Reply, lastOutgoing: string | null) {
  const { visible } = trim(text, { lastOutgoing });
  const lines = new Set(visible.split('\n').map((line) => line.trim()));
  return {
    lost: wanted.filter((line) => !lines.has(line.trim())),
    left: repeated.filter((line) => visible.includes(line)),
  };
}

/** Prints a table each for texts and pages. */
export async function run(): Promise<void> {
  measure('texts', trimQuote, makeReply, styleNames);
  measure('pages', (html, options) => ({ visible: trimQuoteHtml(html, options).visible() }), makePage, pageStyleNames);
}

function measure(kind: string, trim: Trim, make: typeof makeReply, names: readonly string[]): void {
  const chance = seededChance(seed);
  const replies = Array.from({ length: count }, (_, round) => make(chance, round));
  const begun = performance.now();
  const rows = [false, true].map((isKnown) => {
    const byStyle = new Map<string, Found>(names.map((name) => [name, { letters: 0, lost: 0, left: 0 }]));
    let printed = 0;
    for (const reply of replies) {
      const found = byStyle.get(reply.style) as Found;
      const { lost, left } = judge(trim, reply, isKnown ? reply.repeated.join('\n') : null);
      found.letters += 1;
      found.lost += lost.length;
      const isLeft = left.length > 0 && !isBetween(reply);
      if (isLeft) found.left += 1;
      if ((lost.length > 0 || (isLeft && process.env.LOST !== '1')) && printed < shown) {
        printed += 1;
        process.stdout.write(`\n=== ${reply.style} ${reply.language}, lost: ${lost.join(' / ')}\n${reply.text}\n`);
      }
    }
    return { isKnown, byStyle };
  });
  const perReply = ((performance.now() - begun) / (2 * count)) * 1_000;
  const sum = (found: Iterable<Found>, name: keyof Found) => [...found].reduce((all, one) => all + one[name], 0);
  const share = (found: Iterable<Found>) => {
    const all = [...found];
    return `${sum(all, 'left')} of ${sum(all, 'letters')}`;
  };
  const line = (what: string, ours: string, target: string) => ({ what, ours, floor: '', ratio: '', target });
  printTable(
    `P20 trimming of ${kind}: ${count} replies, ${names.length} styles, ${locales.length} languages, ${perReply.toFixed(0)} µs each`,
    rows.flatMap(({ isKnown, byStyle }) => {
      const what = isKnown ? 'knowing what we wrote' : 'by its shape alone';
      return [
        line(`wanted lines lost, ${what}`, String(sum(byStyle.values(), 'lost')), '0'),
        line(`letters with a quote left, ${what}`, share(byStyle.values()), ''),
        ...[...byStyle]
          .filter(([, { left, lost }]) => left > 0 || lost > 0)
          .map(([style, found]) =>
            line(`  ${style}`, `${share([found])}${found.lost > 0 ? `, ${found.lost} lost` : ''}`, ''),
          ),
      ];
    }),
  );
}
