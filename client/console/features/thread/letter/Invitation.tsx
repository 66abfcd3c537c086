/** An invitation as far as it can be read: when for us and for them, where, with whom, how often. Nothing is answered by itself. */
import { IconCalendarEvent } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { Invitation as InvitationFacts } from '../../../../../shared/model/letter.ts';
import { useTimes } from '../../../i18n/times.ts';
import { formatAddress, nameOf } from '../../../letters/addresses.ts';
import { describeRepeats } from './describe-repeats.ts';
import classes from './invitation.module.css';
import { describeSpan } from './span.ts';

const shown = 6;

export function Invitation({ invitation }: { invitation: InvitationFacts }) {
  const { t } = useTranslation();
  const { locale } = useTimes();
  const { method, title, timeZone, place, organizer, attendees, recurrence, start } = invitation;
  const here = describeSpan(invitation, locale, undefined);
  const there = timeZone === null || invitation.allDay ? null : describeSpan(invitation, locale, timeZone);
  const facts = [
    start === null ? null : { name: t('letter.invitation.when'), words: here ?? '' },
    there === null || there === here
      ? null
      : { name: '', words: t('letter.invitation.there', { time: there, zone: timeZone?.replaceAll('_', ' ') }) },
    recurrence ? { name: t('letter.invitation.repeats'), words: describeRepeats(recurrence, t, locale) } : null,
    place ? { name: t('letter.invitation.place'), words: place } : null,
    organizer ? { name: t('letter.invitation.organizer'), words: formatAddress(organizer) } : null,
    attendees.length > 0 ? { name: t('letter.invitation.attendees'), words: describePeople() } : null,
  ].filter((fact) => fact !== null);
  return (
    <section className={classes.invitation} data-cancelled={method === 'CANCEL' || undefined}>
      <IconCalendarEvent size={18} stroke={1.75} aria-hidden="true" />
      <div>
        <p className={classes.method}>{t(`letter.invitation.${method}` as 'letter.invitation.REQUEST', method)}</p>
        <p className={classes.title} dir="auto">
          {title === '' ? t('letter.invitation.untitled') : title}
        </p>
        <dl>
          {facts.map(({ name, words }) => (
            <div key={name + words}>
              <dt>{name}</dt>
              <dd dir="auto">{words}</dd>
            </div>
          ))}
        </dl>
      </div>
    </section>
  );

  function describePeople(): string {
    const names = attendees.slice(0, shown).map(nameOf).join(', ');
    const more = attendees.length - shown;
    return more > 0 ? `${names} ${t('letter.invitation.more', { count: more })}` : names;
  }
}
