/** Says when the server is out of reach, since when, and how many replies wait. */
import { IconWifiOff } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useTimes } from '../../i18n/times.ts';
import type { DeskState } from '../../sync/desk-state.ts';
import { useDesk, useDeskState } from '../../sync/use-desk.ts';
import classes from './connection.module.css';

const readConnection = (state: DeskState) => state.connection;
const countWaiting = (state: DeskState) => state.pending.filter((send) => send.state.kind !== 'failed').length;

export function ConnectionStrip() {
  const { t } = useTranslation();
  const times = useTimes();
  const desk = useDesk();
  const { state, since } = useDeskState(readConnection);
  const count = useDeskState(countWaiting);
  if (state !== 'offline') return <div role="status" className="visually-hidden" />;
  const time = times.clock(since);
  return (
    <div role="status" className={classes.strip}>
      <IconWifiOff size={16} stroke={1.75} aria-hidden="true" />
      <span>{count > 0 ? t('connection.offlineReplies', { count, time }) : t('connection.offline', { time })}</span>
      <button type="button" onClick={desk.retryConnection}>
        {t('common.retry')}
      </button>
    </div>
  );
}
