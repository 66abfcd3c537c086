/** The Date header: what can be understood of it, and null rather than a guess for the rest. */

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
/** RFC 5322 §4.3 */
const ZONES: Record<string, number> = {
  ut: 0,
  utc: 0,
  gmt: 0,
  z: 0,
  est: -300,
  edt: -240,
  cst: -360,
  cdt: -300,
  mst: -420,
  mdt: -360,
  pst: -480,
  pdt: -420,
  bst: 60,
  cet: 60,
  cest: 120,
  met: 60,
  mest: 120,
  eet: 120,
  eest: 180,
  msk: 180,
  jst: 540,
  ist: 330,
};
const RFC5322 =
  /^(?:[^\d,]{1,20},?\s*)?(\d{1,2})[\s-]+([a-z]{3})[a-z]*[\s-]+(\d{2,4})[\s,]+(\d{1,2})[:.](\d{2})(?:[:.](\d{2}))?(?:[.,]\d+)?\s*(?:([+-]\d{1,2}):?(\d{2})|([a-z]{1,5}))?/i;
const ASCTIME =
  /^[a-z]{3},?\s+([a-z]{3})\s+(\d{1,2})\s+(\d{1,2}):(\d{2}):(\d{2})\s+(?:([a-z]{1,5}|[+-]\d{4})\s+)?(\d{4})/i;
const ISO = /^(\d{4})-(\d{2})-(\d{2})[T ](\d{2}):(\d{2})(?::(\d{2}))?(?:\.\d+)?\s*(?:([+-]\d{2}):?(\d{2})|z)?/i;

/** @returns ms since 1970, or null when it is no date or outside of 1980–2100 */
export function readMailDate(header: string | null): number | null {
  const text = (header ?? '')
    .replace(/\([^)]{0,100}\)/g, ' ')
    .trim()
    .slice(0, 200);
  const time = fromRfc(text) ?? fromAsctime(text) ?? fromIso(text);
  return time !== null && time >= Date.UTC(1980) && time < Date.UTC(2100) ? time : null;
}

function fromRfc(text: string): number | null {
  const match = RFC5322.exec(text);
  if (match === null) return null;
  const [, day, month, year, hour, minute, second, zoneHour, zoneMinute, zoneName] = match;
  return make(
    fullYear(year as string),
    month as string,
    day,
    hour,
    minute,
    second,
    offset(zoneHour, zoneMinute, zoneName),
  );
}

function fromAsctime(text: string): number | null {
  const match = ASCTIME.exec(text);
  if (match === null) return null;
  const [, month, day, hour, minute, second, zone, year] = match;
  const isNumber = zone !== undefined && /^[+-]/.test(zone);
  const minutes = isNumber ? offset(zone.slice(0, 3), zone.slice(3), undefined) : offset(undefined, undefined, zone);
  return make(Number(year), month as string, day, hour, minute, second, minutes);
}

function fromIso(text: string): number | null {
  const match = ISO.exec(text);
  if (match === null) return null;
  const [, year, month, day, hour, minute, second, zoneHour, zoneMinute] = match;
  return make(
    Number(year),
    MONTHS[Number(month) - 1] ?? '',
    day,
    hour,
    minute,
    second,
    offset(zoneHour, zoneMinute, undefined),
  );
}

function fullYear(year: string): number {
  const value = Number(year);
  if (year.length > 2) return year.length === 3 ? value + 1900 : value;
  return value < 50 ? value + 2000 : value + 1900;
}

function offset(hours: string | undefined, minutes: string | undefined, name: string | undefined): number {
  if (hours === undefined) return ZONES[(name ?? '').toLowerCase()] ?? 0;
  const value = Number(hours.slice(1)) * 60 + Number(minutes);
  return hours.startsWith('-') ? -value : value;
}

function make(
  year: number,
  month: string,
  day: string | undefined,
  hour: string | undefined,
  minute: string | undefined,
  second: string | undefined,
  offsetMinutes: number,
): number | null {
  const index = MONTHS.indexOf(month.toLowerCase());
  const [d, h, m, s] = [Number(day), Number(hour), Number(minute), Number(second ?? 0)];
  if (index < 0 || d < 1 || d > 31 || h > 24 || m > 59 || s > 60 || Math.abs(offsetMinutes) > 24 * 60) return null;
  const time = Date.UTC(year, index, d, h, m, s) - offsetMinutes * 60_000;
  return Number.isFinite(time) ? time : null;
}
