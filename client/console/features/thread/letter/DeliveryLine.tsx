/** What became of a letter that has not reached everybody: state, reason and next step in plain words. */
import { IconAlertCircle, IconClock, IconHelpCircle, IconMailX } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ConversationId } from '../../../../../shared/model/ids.ts';
import type { Delivery } from '../../../../../shared/model/letter.ts';
import { cx } from '../../../../ui/cx.ts';
import { useTimes } from '../../../i18n/times.ts';
import { useDesk } from '../../../sync/use-desk.ts';
import { useNow } from '../../../sync/use-now.ts';
import classes from './delivery.module.css';

const icons = {
  queued: IconClock,
  retrying: IconClock,
  failed: IconAlertCircle,
  unknown: IconHelpCircle,
  bounced: IconMailX,
};
const isBad = ({ state }: Delivery): boolean => state === 'failed' || state === 'bounced';

export function DeliveryMark({ delivery }: { delivery: Delivery }) {
  const { t } = useTranslation();
  const Icon = icons[delivery.state];
  return (
    <span className={cx(classes.mark, isBad(delivery) && classes.bad)}>
      <Icon size={14} stroke={2} aria-hidden="true" /> {t(`letter.delivery.${delivery.state}`)}
    </span>
  );
}

interface DeliveryLineProps {
  conversationId: ConversationId;
  delivery: Delivery;
  /** it goes to a telephone or the like: nothing of addresses and mailboxes is said */
  isText?: boolean;
}

export function DeliveryLine({ conversationId, delivery, isText = false }: DeliveryLineProps) {
  const { t } = useTranslation();
  const times = useTimes();
  const now = useNow(30_000);
  const desk = useDesk();
  const [isFailed, setFailed] = useState(false);
  const [isAsking, setAsking] = useState(false);
  const { entryId, state, code, detail, recipients = [], nextAt } = delivery;
  const mayRetry = state === 'failed' || state === 'unknown' || state === 'retrying';

  async function retry() {
    setAsking(true);
    const answer = await desk.retryDelivery(conversationId, entryId);
    setAsking(false);
    setFailed(!answer.ok);
  }

  const Icon = icons[state];
  const isLost = isText && state === 'bounced';
  return (
    <div
      className={cx(classes.line, isText && classes.below, isBad(delivery) && classes.bad)}
      role={isBad(delivery) ? 'alert' : 'status'}
    >
      <Icon size={15} stroke={2} aria-hidden="true" />
      <div>
        <p>
          <strong>{t(isLost ? 'text.lost' : `letter.delivery.${state}`)}</strong>
          {recipients.length > 0 && `, ${t('letter.delivery.only', { names: recipients.join(', ') })}`}
          {t('letter.delivery.stop')}
          {code && t(isText ? `text.code.${code}` : `letter.code.${code}`)}
          {state === 'unknown' && ` ${t('letter.delivery.unknownHint')}`}
          {nextAt !== null && ` ${t('letter.delivery.again', { time: times.when(nextAt, now) })}`}
          {mayRetry && (
            <button type="button" disabled={isAsking} onClick={() => void retry()}>
              {t('thread.tryAgain')}
            </button>
          )}
        </p>
        {detail && detail !== '' && (
          <p className={classes.theirs}>
            {t('letter.delivery.theirWords')} <q dir="auto">{detail}</q>
          </p>
        )}
        {isFailed && <p role="alert">{t('letter.delivery.retryFailed')}</p>}
      </div>
    </div>
  );
}
