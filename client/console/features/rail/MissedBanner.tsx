/** Stays until it is answered: an offer was missed, and nothing is offered any more. */
import { Button } from '@mantine/core';
import { IconBellX } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useTimes } from '../../i18n/times.ts';
import type { DeskState } from '../../sync/desk-state.ts';
import { useDesk, useDeskState } from '../../sync/use-desk.ts';
import { wasMissed } from './presence.ts';
import classes from './rail.module.css';

const readMe = (state: DeskState) => state.me;
const readMissed = (state: DeskState) => state.notices.find((notice) => notice.kind === 'offer-missed') ?? null;

export function MissedBanner() {
  const { t } = useTranslation();
  const times = useTimes();
  const desk = useDesk();
  const me = useDeskState(readMe);
  const missed = useDeskState(readMissed);
  const [isBusy, setBusy] = useState(false);
  if (!me || !wasMissed(me.presence)) return null;

  async function answer(state: 'available' | 'away') {
    setBusy(true);
    if (missed) desk.readNotices([missed.id]);
    await desk.setPresence(state);
    setBusy(false);
  }

  const isOfThis = missed && Math.abs(missed.at - me.presence.since) < 60_000;
  return (
    <div className={classes.missed} role="alert">
      <IconBellX size={18} stroke={1.75} aria-hidden="true" />
      <p>
        {isOfThis
          ? t('presence.missed', { name: missed.customerName, time: times.clock(missed.at) })
          : t('presence.missedSome')}
      </p>
      <Button size="xs" variant="default" disabled={isBusy} onClick={() => void answer('away')}>
        {t('presence.stayAway')}
      </Button>
      <Button size="xs" disabled={isBusy} onClick={() => void answer('available')}>
        {t('presence.goReady')}
      </Button>
    </div>
  );
}
