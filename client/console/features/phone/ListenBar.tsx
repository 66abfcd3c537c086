/** What a supervisor sees while they listen: whose call it is, who hears them, and how to leave. */
import { SegmentedControl } from '@mantine/core';
import { IconEar } from '@tabler/icons-react';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { type CallListening, type CallView, type ListenMode, listenModes } from '../../../../shared/model/call.ts';
import { useDesk } from '../../sync/use-desk.ts';
import classes from './phone.module.css';
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
  useEffect(() => {
    if (!phone || state !== 'ringing') return;
    const answer = () => {
      const rings = phone.device.calls().some((one) => one.legId === legId && one.state === 'ringing');
      if (rings) void phone.device.accept(call.id, legId).catch(() => undefined);
    };
    answer();
    return phone.device.onChange(answer);
  }, [phone, call.id, legId, state]);

  const listen = (mode: ListenMode | null) => void calls.ask('call:listen', { callId: call.id, mode });
  return (
    <section className={classes.bar} aria-label={t('phone.listen')}>
      <span className={classes.disc} aria-hidden="true">
        <IconEar size={18} stroke={1.75} />
      </span>
      <span className={classes.who}>
        <strong>{call.customerName}</strong>
        <span>{t(`phone.listening.${listening.mode}`)}</span>
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
          <span>{t('phone.stopListening')}</span>
        </button>
      </span>
    </section>
  );
}
