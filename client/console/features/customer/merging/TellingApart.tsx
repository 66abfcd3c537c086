/** What tells two people of one name apart: an address, and on which channel they were last heard of. */
import { useTranslation } from 'react-i18next';
import type { Somebody } from '../../../../../shared/model/customer-match.ts';
import { showNumber } from '../../../../../shared/show-number.ts';
import { useTimes } from '../../../i18n/times.ts';
import { useNow } from '../../../sync/use-now.ts';
import classes from './merging.module.css';

export function TellingApart({ somebody: { name, address, channel, lastAt } }: { somebody: Somebody }) {
  const { t } = useTranslation();
  const times = useTimes();
  const now = useNow(60_000);
  const heard =
    channel === null || lastAt === null
      ? t('duplicates.neverHeard')
      : t('duplicates.lastHeard', {
          channel: t(`channel.${channel}` as 'channel.webchat', channel),
          when: times.when(lastAt, now),
        });
  return (
    <span className={classes.quiet}>
      {address !== null && address !== name && (
        <>
          <bdi>{address.startsWith('+') ? showNumber(address) : address}</bdi>
          {' · '}
        </>
      )}
      <span className={classes.heard}>{heard}</span>
    </span>
  );
}
