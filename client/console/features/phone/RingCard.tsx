/** A colleague asks one into their call: who, with whom, and the two answers. Offers of work have a card of their own. */
import { Button } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconUserPlus } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CallView } from '../../../../shared/model/call.ts';
import type { LegId, UserId } from '../../../../shared/model/ids.ts';
import { showNumber } from '../../../../shared/show-number.ts';
import { useDesk } from '../../sync/use-desk.ts';
import { answerHere } from './answer-here.ts';
import { DeviceFailure } from './devices/carrier.ts';
import classes from './ring.module.css';
import type { Phone } from './use-phones.ts';

export interface RingCardProps {
  call: CallView;
  legId: LegId;
  me: UserId;
  phone: Phone | undefined;
}

export function RingCard({ call, legId, me, phone }: RingCardProps) {
  const { t } = useTranslation();
  const { calls } = useDesk();
  const [isBusy, setBusy] = useState(false);
  const asker = call.parties.find(({ userId }) => userId === call.ownerId && userId !== me)?.name ?? call.queueName;
  const customer = showNumber(call.customerName);

  async function accept(): Promise<void> {
    setBusy(true);
    try {
      if (!phone) throw new DeviceFailure('unreachable', 'no device');
      await answerHere(phone.device, call.id, legId);
    } catch (error) {
      const why = error instanceof DeviceFailure ? error.why : 'unreachable';
      notifications.show({ message: t(`phone.device.failed.${why}`) });
    }
    setBusy(false);
  }
  function decline(): void {
    phone?.device.reject(legId);
    void calls.ask('call:end', { callId: call.id });
  }

  return (
    <section className={classes.card} aria-label={t('phone.asksYouIn', { name: asker })} aria-live="assertive">
      <h2>
        <IconUserPlus size={18} stroke={1.75} aria-hidden="true" />
        {t('phone.asksYouIn', { name: asker })}
      </h2>
      <p>{t('phone.asksYouInWith', { customer })}</p>
      <div className={classes.buttons}>
        <Button fullWidth loading={isBusy} onClick={() => void accept()}>
          {t('phone.answer')}
        </Button>
        <Button fullWidth variant="default" onClick={decline}>
          {t('phone.decline')}
        </Button>
      </div>
    </section>
  );
}
