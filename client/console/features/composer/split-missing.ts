/** A filled text with what stayed in braces set apart. Pure. */

export interface MissingPart {
  /** where it begins */
  at: number;
  text: string;
  isMissing: boolean;
}

export function splitMissing(text: string, missing: readonly string[]): MissingPart[] {
  if (missing.length === 0) return [{ at: 0, text, isMissing: false }];
  const pattern = new RegExp(`(${missing.map((raw) => raw.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('|')})`);
  let at = 0;
  return text.split(pattern).flatMap((part): MissingPart[] => {
    const from = at;
    at += part.length;
    return part === '' ? [] : [{ at: from, text: part, isMissing: missing.includes(part) }];
  });
}
