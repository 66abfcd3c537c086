/** What happened, as quiet lines; several in a row are folded into one. */
import { IconChevronRight } from '@tabler/icons-react';
import { memo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { cx } from '../../../ui/cx.ts';
import { useTimes } from '../../i18n/times.ts';
import { describeEvent } from './describe-event.ts';
import classes from './entries.module.css';
import type { EventEntry } from './items.ts';

export const EventsEntry = memo(function EventsEntry({
  entries,
  me,
}: {
  entries: EventEntry[];
  me: string | undefined;
}) {
  const { t } = useTranslation();
  const times = useTimes();
  const [isOpen, setOpen] = useState(false);
  const words = entries.map((entry) => ({
    id: entry.id,
    text: startUpper(describeEvent(entry.body.event, t, times, me), times.locale),
    at: times.clock(entry.at),
  }));
  const last = words.at(-1);
  if (entries.length === 1 && last) {
    return (
      <p className={classes.events}>
        {last.text} · <time>{last.at}</time>
      </p>
    );
  }
  return (
    <div className={classes.events}>
      <button type="button" className={classes.fold} aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
        <IconChevronRight
          size={14}
          stroke={2}
          className={cx(classes.chevron, isOpen && classes.turned)}
          aria-hidden="true"
        />
        <span className={classes.foldWords}>
          <strong>{t('thread.events', { count: entries.length })}</strong>
          {!isOpen && ` · ${words.map((word) => word.text).join(' · ')}`}
        </span>
        {!isOpen && <time>· {last?.at}</time>}
      </button>
      {isOpen && (
        <ol className={classes.eventList}>
          {words.map((word) => (
            <li key={word.id}>
              {word.text} · <time>{word.at}</time>
            </li>
          ))}
        </ol>
      )}
    </div>
  );
});

/** A line begins like a sentence, also when it begins with somebody's own spelling of "you". */
export function startUpper(text: string, locale: string): string {
  const [first = ''] = text;
  return first.toLocaleUpperCase(locale) + text.slice(first.length);
}
