/** The page of those who run the floor: the live board, what is behind its numbers, and the wall screen. */
import '../../ui/mantine-styles-pages.ts';
import { Button, Modal } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { FloorSnapshot } from '../../../shared/model/floor.ts';
import type { ConversationId, TeamId, UserId } from '../../../shared/model/ids.ts';
import { useShell } from '../app/shell-context.ts';
import { AgentDrawer } from '../features/floor/AgentDrawer.tsx';
import { Board } from '../features/floor/Board.tsx';
import page from '../features/floor/board.module.css';
import { CasesDrawer } from '../features/floor/CasesDrawer.tsx';
import { FloorHead } from '../features/floor/FloorHead.tsx';
import classes from '../features/floor/floor.module.css';
import { type CaseFilter, type FloorPageActions, FloorPageContext } from '../features/floor/floor-page-context.ts';
import { useCatalogue } from '../http/catalogue.ts';
import type { DeskState } from '../sync/desk-state.ts';
import { useFloor } from '../sync/floor.ts';
import { useDeskState } from '../sync/use-desk.ts';
import { useNow } from '../sync/use-now.ts';

const readMe = (state: DeskState) => state.me;

/** Midnight where this page is. */
function startOfDay(now: number): number {
  return new Date(now).setHours(0, 0, 0, 0);
}

export function FloorPage() {
  const { t } = useTranslation();
  const shell = useShell();
  const navigate = useNavigate();
  const me = useDeskState(readMe);
  const now = useNow(60_000);
  const { status, snapshot } = useFloor(startOfDay(now));
  const catalogue = useCatalogue().data;
  const [teamId, setTeamId] = useState<TeamId | null>(null);
  const [opened, setOpened] = useState<{ filter: CaseFilter; at: number } | null>(null);
  const [agentId, setAgentId] = useState<UserId | null>(null);
  const [watched, setWatched] = useState<ConversationId | null>(null);
  const [isWall, setWall] = useState(false);

  const queues = catalogue?.queues;
  const floor = useMemo(() => (snapshot ? ofTeam(snapshot, teamId, queues ?? []) : null), [snapshot, teamId, queues]);
  const teams = (catalogue?.teams ?? []).filter((team) =>
    queues?.some((queue) => queue.teamIds.includes(team.id) && snapshot?.queues.some((one) => one.id === queue.id)),
  );
  const actions: FloorPageActions = {
    mayManage: me?.permissions.includes('floor:manage') ?? false,
    showCases: (filter) => setOpened({ filter, at: now + 60_000 }),
    watch(id) {
      setOpened(null);
      setAgentId(null);
      setWall(false);
      setWatched(id);
    },
    open: shell.openConversation,
    showAgent: setAgentId,
  };
  const agent = floor?.agents.find((one) => one.id === agentId);
  const head = <FloorHead {...{ teams, teamId, isWall, onTeam: setTeamId, onWall: setWall }} />;
  const board = floor && <Board {...{ floor, watched, isWall, onStopWatching: () => setWatched(null) }} />;

  if (status === 'refused' || (me && !me.permissions.includes('floor:see'))) {
    return <p className={page.refused}>{t('floor.refused')}</p>;
  }
  return (
    <FloorPageContext value={actions}>
      <main className={page.page} id="conversation">
        {!isWall && head}
        {!isWall &&
          (board ?? <div className={classes.ghost} aria-busy="true" role="status" aria-label={t('floor.loading')} />)}
        {floor && floor.queues.length === 0 && (
          <div className={page.empty}>
            <h2>{t('floor.empty')}</h2>
            <p>{t('floor.emptyHint')}</p>
            {me?.permissions.includes('workspace:manage') && (
              <Button onClick={() => void navigate({ to: '/console/settings' })}>{t('floor.emptyAction')}</Button>
            )}
          </div>
        )}
      </main>
      {isWall && (
        <Modal.Root opened fullScreen onClose={() => setWall(false)} transitionProps={{ duration: 0 }}>
          <Modal.Content className={page.wallContent} aria-label={t('floor.wall')}>
            <Modal.Body className={page.wallBody}>
              <div className={page.wall}>
                {head}
                {board}
              </div>
            </Modal.Body>
          </Modal.Content>
        </Modal.Root>
      )}
      {floor && opened && (
        <CasesDrawer filter={opened.filter} at={opened.at} floor={floor} onClose={() => setOpened(null)} />
      )}
      {floor && agent && <AgentDrawer agent={agent} floor={floor} onClose={() => setAgentId(null)} />}
    </FloorPageContext>
  );
}

/** Only what one team's queues have to do with. */
function ofTeam(
  floor: FloorSnapshot,
  teamId: TeamId | null,
  queues: readonly { id: string; teamIds: readonly TeamId[] }[],
): FloorSnapshot {
  if (teamId === null) return floor;
  const ids = new Set(queues.filter((queue) => queue.teamIds.includes(teamId)).map((queue) => queue.id));
  return {
    ...floor,
    queues: floor.queues.filter((queue) => ids.has(queue.id)),
    agents: floor.agents.filter((agent) => agent.queueIds.some((id) => ids.has(id))),
    hands: floor.hands.filter((hand) => ids.has(hand.queueId)),
    intervals: floor.intervals.filter((interval) => ids.has(interval.queueId)),
  };
}
