/** What people write when they mean a moment. Pure but for the words, which are loaded when first needed. */

const HOUR = 3_600_000;
/** When the day begins, and its other parts, on this computer's clock. */
export const partsOfDay = { morning: 9, afternoon: 14, evening: 18 } as const;

type Words = Pick<typeof import('chrono-node/en'), 'casual'>;
export interface MomentWords {
  en: Words;
  zh: Words;
}

/** The grammar of dates in both languages, some forty kilobytes. */
export async function loadWords(): Promise<MomentWords> {
  const [en, zh] = await Promise.all([import('chrono-node/en'), import('chrono-node/zh/hans')]);
  return { en, zh };
}

const chineseNumbers = '一二三四五六七八九十';

/** "friday at 3", "in 2 hours", "明天下午三点": ms since 1970, or null where no moment is meant. It may lie in the past. */
export function readMoment(text: string, now: number, words: MomentWords): number | null {
  const said = text.trim();
  if (said === '') return null;
  const weeks = /^([\d一二两三四五六七八九十]+)\s*(?:个)?(?:周|星期|礼拜)后?$/u.exec(said)?.[1];
  if (weeks !== undefined) return atHour(now + countOf(weeks) * 7 * 24 * HOUR, partsOfDay.morning);
  const isChinese = /\p{Script=Han}/u.test(said);
  // A part of the day at the end would hide which day it is of.
  const day = said.replace(/(?<=.)(?:早上|上午|下午|晚上)$/u, '');
  const [found] = (isChinese ? words.zh : words.en).casual.parse(day, new Date(now), { forwardDate: true });
  if (!found) return null;
  const at = found.start.date().getTime();
  if (!found.start.isCertain('hour')) return atHour(at, hourOf(said));
  // "friday at 3" is said of the afternoon, unless it was written as a clock shows it.
  const hour = found.start.get('hour') ?? 0;
  const isVague = !found.start.isCertain('meridiem') && !/\d:\d|\d\s*(?:h|min|hour|小时|分)/iu.test(said);
  return isVague && hour >= 1 && hour <= 6 ? at + 12 * HOUR : at;
}

function hourOf(said: string): number {
  if (/afternoon|下午/iu.test(said)) return partsOfDay.afternoon;
  if (/evening|tonight|night|晚/iu.test(said)) return partsOfDay.evening;
  return partsOfDay.morning;
}

function atHour(at: number, hour: number): number {
  return new Date(at).setHours(hour, 0, 0, 0);
}

function countOf(written: string): number {
  if (/^\d+$/.test(written)) return Number(written);
  return written === '两' ? 2 : chineseNumbers.indexOf(written) + 1 || 1;
}
