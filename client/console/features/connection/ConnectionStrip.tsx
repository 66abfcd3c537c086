/** Says when the server is out of reach, for how long, and what waits here for it. */
import { IconWifiOff } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useTimes } from '../../i18n/times.ts';
import type { DeskState } from '../../sync/desk-state.ts';
import { useDesk, useDeskState } from '../../sync/use-desk.ts';
import { useNow } from '../../sync/use-now.ts';
import classes from './connection.module.css';
import { describeConnection } from './describe-connection.ts';

const readConnection = (state: DeskState) => state.connection;
const readPending = (state: DeskState) => state.pending;
const readCachedAt = (state: DeskState) => state.cachedAt;
const readOffset = (state: DeskState) => state.clockOffset;

export function ConnectionStrip() {
  const { t } = useTranslation();
  const times = useTimes();
  const desk = useDesk();
  const connection = useDeskState(readConnection);
  const pending = useDeskState(readPending);
  const cachedAt = useDeskState(readCachedAt);
  const offset = useDeskState(readOffset);
  const now = useNow(1_000) - offset;
  const said = describeConnection({ connection, pending, cachedAt, now });
  // Read out when it begins and not at every second.
  if (!said) return <div role="status" className="visually-hidden" />;
  const time = said.kind === 'stale' || said.kind === 'unsent' ? times.clock(said.at) : times.span(now - said.at);
  return (
    <div className={classes.strip}>
      <IconWifiOff size={16} stroke={1.75} aria-hidden="true" />
      <span role="status" className="visually-hidden">
        {t('connection.connecting')}
      </span>
      <span>
        {said.count > 0
          ? t(said.kind === 'unsent' ? 'connection.unsent' : 'connection.offlineReplies', { count: said.count, time })
          : t(said.kind === 'stale' ? 'connection.stale' : 'connection.offline', { time })}
      </span>
      <button type="button" onClick={desk.retryConnection}>
        {t('connection.reconnect')}
      </button>
    </div>
  );
}
