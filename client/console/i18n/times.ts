/** Times in the words of visual design: "now", "6 min", "Tue 14:31", "17 Nov"; running figures as m:ss. */
import type { TFunction } from 'i18next';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

/** 0:48, 12:05, 1:42:10 */
export function formatRunning(ms: number): string {
  const total = Math.max(0, Math.floor(ms / 1000));
  const seconds = String(total % 60).padStart(2, '0');
  const minutes = Math.floor(total / 60) % 60;
  const hours = Math.floor(total / 3600);
  return hours > 0 ? `${hours}:${String(minutes).padStart(2, '0')}:${seconds}` : `${minutes}:${seconds}`;
}

export function isSameDay(a: number, b: number): boolean {
  return new Date(a).toDateString() === new Date(b).toDateString();
}

export interface Times {
  /** 14:31 */
  clock(at: number): string;
  /** now, 6 min, 2 h, Tue, 17 Nov */
  age(at: number, now: number): string;
  /** 14:31 today, Tue 14:31 within a week, 17 Nov 14:31 before */
  when(at: number, now: number): string;
  /** Tuesday 17 November 14:31, whatever the day is now */
  full(at: number): string;
  /** Today, Yesterday, Tuesday 17 November */
  day(at: number, now: number): string;
  /** 12 s, 3 min, 1 h */
  span(ms: number): string;
  /** what a clock in that zone shows; null for a zone that does not exist */
  inZone(now: number, timeZone: string): string | null;
  locale: string;
}

/** Making one costs more than a line of a thread to draw, and every line needs some. */
const formats = new Map<string, Intl.DateTimeFormat>();

function formatOf(locale: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = `${locale} ${JSON.stringify(options)}`;
  const known = formats.get(key);
  if (known) return known;
  const made = new Intl.DateTimeFormat(locale, options);
  formats.set(key, made);
  return made;
}

export function createTimes(t: TFunction, language: string): Times {
  const locale = language === 'zh' ? 'zh-CN' : 'en-GB';
  const make = (options: Intl.DateTimeFormatOptions) => formatOf(locale, options);
  const clock = make({ hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
  const weekday = make({ weekday: 'short' });
  const date = make({ day: 'numeric', month: 'short' });
  const wholeDay = make({ weekday: 'long', day: 'numeric', month: 'long' });
  const span = (ms: number): string => {
    if (ms < minute) return t('time.seconds', { count: Math.max(0, Math.round(ms / 1000)) });
    if (ms < hour) return t('time.minutes', { count: Math.floor(ms / minute) });
    return t('time.hours', { count: Math.floor(ms / hour) });
  };
  return {
    locale,
    clock: (at) => clock.format(at),
    age(at, now) {
      if (now - at < minute) return t('time.now');
      if (now - at < day) return span(now - at);
      return (now - at < 6 * day ? weekday : date).format(at);
    },
    when(at, now) {
      if (isSameDay(at, now)) return clock.format(at);
      return `${(Math.abs(now - at) < 6 * day ? weekday : date).format(at)} ${clock.format(at)}`;
    },
    full: (at) => `${wholeDay.format(at)} ${clock.format(at)}`,
    day(at, now) {
      if (isSameDay(at, now)) return t('time.today');
      if (isSameDay(at, now - day)) return t('time.yesterday');
      return wholeDay.format(at);
    },
    span,
    inZone(now, timeZone) {
      try {
        return make({ hour: '2-digit', minute: '2-digit', hourCycle: 'h23', timeZone }).format(now);
      } catch {
        return null;
      }
    },
  };
}

export function useTimes(): Times {
  const { t, i18n } = useTranslation();
  return useMemo(() => createTimes(t, i18n.language), [t, i18n.language]);
}
