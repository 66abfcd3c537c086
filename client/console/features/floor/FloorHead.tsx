/** The bar on top of the floor: which team, whether it is live, the time, the wall screen. */
import { Button, Menu, UnstyledButton } from '@mantine/core';
import { IconArrowsMaximize, IconArrowsMinimize, IconCheck, IconChevronDown } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { TeamId } from '../../../../shared/model/ids.ts';
import { cx } from '../../../ui/cx.ts';
import { useTimes } from '../../i18n/times.ts';
import type { DeskState } from '../../sync/desk-state.ts';
import { useDeskState } from '../../sync/use-desk.ts';
import { useNow } from '../../sync/use-now.ts';
import board from './board.module.css';
import classes from './floor.module.css';

const readConnection = (state: DeskState) => state.connection;

export interface FloorHeadProps {
  teams: readonly { id: TeamId; name: string }[];
  teamId: TeamId | null;
  onTeam(id: TeamId | null): void;
  isWall: boolean;
  onWall(isWall: boolean): void;
}

export function FloorHead({ teams, teamId, onTeam, isWall, onWall }: FloorHeadProps) {
  const { t } = useTranslation();
  const team = teams.find((one) => one.id === teamId);
  const Icon = isWall ? IconArrowsMinimize : IconArrowsMaximize;
  return (
    <header className={board.head}>
      <h1>{t('floor.title')}</h1>
      {teams.length > 1 && (
        <Menu position="bottom-start" width={200}>
          <Menu.Target>
            <UnstyledButton className={board.team}>
              <span className="visually-hidden">{t('floor.teams')}</span>
              {team?.name ?? t('floor.allTeams')}
              <IconChevronDown size={14} aria-hidden="true" />
            </UnstyledButton>
          </Menu.Target>
          <Menu.Dropdown>
            <Menu.Item rightSection={team ? null : <IconCheck size={14} />} onClick={() => onTeam(null)}>
              {t('floor.allTeams')}
            </Menu.Item>
            {teams.map((one) => (
              <Menu.Item
                key={one.id}
                rightSection={one.id === teamId ? <IconCheck size={14} /> : null}
                onClick={() => onTeam(one.id)}
              >
                {one.name}
              </Menu.Item>
            ))}
          </Menu.Dropdown>
        </Menu>
      )}
      <span className={classes.push} />
      <Liveness />
      <Clock />
      <Button
        variant="default"
        leftSection={<Icon size={15} />}
        onClick={() => onWall(!isWall)}
        className={board.wallButton}
      >
        {t(isWall ? 'floor.leaveWall' : 'floor.wall')}
      </Button>
    </header>
  );
}

function Liveness() {
  const { t } = useTranslation();
  const times = useTimes();
  const { state, since } = useDeskState(readConnection);
  const isLive = state === 'online';
  return (
    <span className={classes.legend} role="status">
      <i className={cx(classes.mark, isLive ? classes.ready : classes.away)} aria-hidden="true" />
      {isLive ? t('floor.live') : t('floor.notLive', { time: times.clock(since) })}
    </span>
  );
}

function Clock() {
  const times = useTimes();
  const now = useNow(1_000);
  const seconds = String(Math.floor(now / 1_000) % 60).padStart(2, '0');
  return (
    <span className={board.clock}>
      {times.clock(now)}:{seconds}
    </span>
  );
}
