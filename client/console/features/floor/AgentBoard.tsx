/** Agents, those who are here first: state and how long, load, what they have in hand. */
import { Button, UnstyledButton } from '@mantine/core';
import { IconHandStop } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { FloorAgent, FloorSnapshot } from '../../../../shared/model/floor.ts';
import { Avatar } from '../../../ui/Avatar.tsx';
import { cx } from '../../../ui/cx.ts';
import { ListenControls } from '../../calls/ListenControls.tsx';
import { useCallOf } from '../../sync/calls.ts';
import type { DeskState } from '../../sync/desk-state.ts';
import { useDeskState } from '../../sync/use-desk.ts';
import agents from './agents.module.css';
import { describeWork, nameState, shownState } from './describe-agent.ts';
import classes from './floor.module.css';
import { useFloorPage } from './floor-page-context.ts';
import { LoadMeter } from './LoadMeter.tsx';
import { Since } from './Since.tsx';

const readInboxes = (state: DeskState) => state.inboxes;

export function AgentBoard({ floor }: { floor: FloorSnapshot }) {
  const { t } = useTranslation();
  const [showsOffline, setShowsOffline] = useState(false);
  const sorted = [...floor.agents].sort((a, b) => a.name.localeCompare(b.name));
  const here = sorted.filter((agent) => agent.presence.state !== 'offline');
  const gone = sorted.filter((agent) => agent.presence.state === 'offline');
  const count = (state: string) => here.filter((agent) => shownState(agent) === state).length;
  const hands = new Set(floor.hands.map((hand) => hand.byId));
  const listed = showsOffline ? [...here, ...gone] : here;
  return (
    <section className={classes.card}>
      <header className={classes.cardHead}>
        <h2>{t('floor.agents.title')}</h2>
        <span className={classes.quiet}>{t('floor.agents.here', { count: here.length })}</span>
        <span className={classes.push} />
        {(['ready', 'busy', 'away'] as const).map((state) => (
          <span key={state} className={classes.legend}>
            <i className={cx(classes.mark, classes[state])} aria-hidden="true" />
            {t(`floor.agents.${state}`, { count: count(state) })}
          </span>
        ))}
      </header>
      {floor.agents.length === 0 && <p className={classes.hint}>{t('floor.agents.nobody')}</p>}
      <ul className={agents.agents}>
        {listed.map((agent) => (
          <li key={agent.id}>
            <AgentRow agent={agent} floor={floor} hasHand={hands.has(agent.id)} />
          </li>
        ))}
      </ul>
      {gone.length > 0 && (
        <Button className={agents.foot} variant="subtle" color="gray" onClick={() => setShowsOffline(!showsOffline)}>
          {showsOffline ? t('floor.agents.hideOffline') : t('floor.agents.showOffline', { count: gone.length })}
        </Button>
      )}
    </section>
  );
}

function AgentRow({ agent, floor, hasHand }: { agent: FloorAgent; floor: FloorSnapshot; hasHand: boolean }) {
  const { t } = useTranslation();
  const { showAgent } = useFloorPage();
  const state = shownState(agent);
  const word = nameState(agent, t);
  const work = describeWork(agent, floor.queues, t);
  const call = useCallOf(agent.id);
  const lines = useDeskState(readInboxes).filter((inbox) => inbox.call !== undefined);
  // Ready, and yet no call is offered to them.
  const isCut = state === 'ready' && lines.length > 0 && lines.every(({ id }) => !agent.lines.includes(id));
  const isOver = agent.presence.until !== undefined && agent.presence.until < floor.now && state === 'away';
  return (
    <>
      <UnstyledButton className={agents.agent} onClick={() => showAgent(agent.id)}>
        <Avatar
          id={agent.id}
          name={agent.name}
          size={30}
          mark={<i className={cx(agents.avatarMark, classes[state], state === 'busy' && agents.full)} />}
        />
        <span className={agents.agentText}>
          <span className={agents.agentName}>
            {agent.name}
            {hasHand && <IconHandStop size={14} className={classes.warn} aria-label={t('floor.agents.hand')} />}
          </span>
          <span className={agents.agentWork}>
            {isCut && <span className={classes.warn}>{t('phone.cut')} · </span>}
            {work}
          </span>
        </span>
        <span className={agents.agentState}>
          <span className={cx(isOver && classes.warn)}>{call ? t('floor.agents.onCall') : word}</span>
          <span className={agents.agentLoad}>
            <LoadMeter agent={agent} />
            {state === 'offline' ? null : <Since at={agent.presence.since} />}
          </span>
        </span>
      </UnstyledButton>
      {call && <ListenControls call={call} isNarrow />}
    </>
  );
}
