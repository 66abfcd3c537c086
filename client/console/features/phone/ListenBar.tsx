/** What a supervisor sees while they listen: whose call it is, who hears them, and how to leave. */
import { SegmentedControl } from '@mantine/core';
import { IconEar, IconX } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { type CallListening, type CallView, type ListenMode, listenModes } from '../../../../shared/model/call.ts';
import { showNumber } from '../../../../shared/show-number.ts';
import { cx } from '../../../ui/cx.ts';
import { useDesk } from '../../sync/use-desk.ts';
import classes from './phone.module.css';
import { useAutoAnswer } from './use-auto-answer.ts';
import type { Phone } from './use-phones.ts';

export function ListenBar({
  call,
  listening,
  phone,
}: {
  call: CallView;
  listening: CallListening;
  phone: Phone | undefined;
}) {
  const { t } = useTranslation();
  const { calls } = useDesk();
  const { legId, state } = listening;
  const agent = call.parties.find(({ userId }) => userId === call.ownerId)?.name ?? '';
  const problem = useAutoAnswer(phone, state === 'ringing' ? { callId: call.id, legId } : null);
  const words = problem
    ? t(`phone.device.failed.${problem}`)
    : state === 'ringing'
      ? t('phone.listenRinging')
      : t(`phone.listening.${listening.mode}`, { agent });

  const listen = (mode: ListenMode | null) => void calls.ask('call:listen', { callId: call.id, mode });
  return (
    <section className={cx(classes.bar, classes.listening)} aria-label={t('phone.listen')}>
      <span className={classes.disc} aria-hidden="true">
        <IconEar size={18} stroke={1.75} />
      </span>
      <span className={classes.who}>
        <strong>{showNumber(call.customerName)}</strong>
        <span role="status">{words}</span>
      </span>
      <span className={classes.tools}>
        <SegmentedControl
          size="xs"
          aria-label={t('phone.listen')}
          value={listening.mode}
          onChange={(value) => listen(value as ListenMode)}
          data={listenModes.map((mode) => ({ value: mode, label: t(`phone.${mode}`) }))}
        />
        <button type="button" className={classes.end} onClick={() => listen(null)}>
          <IconX size={18} stroke={1.75} aria-hidden="true" />
          <span>{t('phone.stopListening')}</span>
        </button>
      </span>
    </section>
  );
}
