/** How many parts a text travels in by SMS, as carriers count them: GSM 03.38 by septets, everything else by UCS-2 units. Pure. */

export interface TextParts {
  encoding: 'gsm' | 'ucs2';
  parts: number;
  /** units until a further part begins */
  left: number;
  /** the first character that made it UCS-2 */
  special: string | null;
}

const basic = new Set(
  '@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&\'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà',
);
/** Each takes an escape and a septet. */
const extended = new Set('\f^{}\\[~]|€');

/** In one text, and in each of several: those carry a header. */
const room = { gsm: { one: 160, many: 153 }, ucs2: { one: 70, many: 67 } } as const;

export function countParts(text: string): TextParts {
  const characters = [...text];
  const special = characters.find((one) => !basic.has(one) && !extended.has(one)) ?? null;
  const encoding = special === null ? 'gsm' : 'ucs2';
  // A character of two units is never torn apart by the end of a part.
  const sizes = characters.map((one) => (encoding === 'ucs2' ? one.length : extended.has(one) ? 2 : 1));
  const total = sizes.reduce((sum, size) => sum + size, 0);
  const { one, many } = room[encoding];
  if (total <= one) return { encoding, parts: total === 0 ? 0 : 1, left: one - total, special };
  let [parts, used] = [1, 0];
  for (const size of sizes) {
    if (used + size > many) [parts, used] = [parts + 1, 0];
    used += size;
  }
  return { encoding, parts, left: many - used, special };
}
