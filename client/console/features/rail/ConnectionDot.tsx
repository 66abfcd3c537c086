/** Whether the server hears us: quiet when it does, a hollow amber ring when it does not. */
import { Tooltip } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { cx } from '../../../ui/cx.ts';
import type { DeskState } from '../../sync/desk-state.ts';
import { useDeskState } from '../../sync/use-desk.ts';
import classes from './rail.module.css';

const readState = (state: DeskState) => state.connection.state;

export function ConnectionDot() {
  const { t } = useTranslation();
  const state = useDeskState(readState);
  const words = t(state === 'offline' ? 'connection.connecting' : `connection.${state}`);
  return (
    <Tooltip label={words} position="right">
      <span className={classes.connection} role="img" aria-label={words}>
        <span className={cx(classes.link, state !== 'online' && classes.cut)} />
      </span>
    </Tooltip>
  );
}
