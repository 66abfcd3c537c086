/** One agent: state, what they have in hand, today's numbers, and what may be done about each. */
import { Button, Drawer, Menu } from '@mantine/core';
import { IconChevronDown } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { FloorAgent, FloorSnapshot, FloorWork } from '../../../../shared/model/floor.ts';
import { Avatar } from '../../../ui/Avatar.tsx';
import { ListenControls } from '../../calls/ListenControls.tsx';
import { useCatalogue } from '../../http/catalogue.ts';
import { useTimes } from '../../i18n/times.ts';
import { useLiveCall } from '../../sync/calls.ts';
import { ChannelIcon } from './ChannelIcon.tsx';
import { describeWork, nameState, shownState } from './describe-agent.ts';
import drawers from './drawers.module.css';
import { Figure } from './Figure.tsx';
import { averageMs } from './figures.ts';
import classes from './floor.module.css';
import { type CaseFilter, useFloorPage } from './floor-page-context.ts';
import { LoadMeter } from './LoadMeter.tsx';
import { Since } from './Since.tsx';
import { useActs } from './use-acts.ts';
import { WorkMenu } from './WorkMenu.tsx';

export function AgentDrawer({ agent, floor, onClose }: { agent: FloorAgent; floor: FloorSnapshot; onClose(): void }) {
  const { t } = useTranslation();
  const { mayManage } = useFloorPage();
  return (
    <Drawer
      opened
      onClose={onClose}
      closeButtonProps={{ 'aria-label': t('common.close') }}
      position="right"
      classNames={{ title: drawers.drawerTitle }}
      size={400}
      title={agent.name}
    >
      <div className={drawers.agentHead}>
        <Avatar id={agent.id} name={agent.name} size={40} />
        <span className={drawers.caseText}>
          <span className={drawers.caseName}>
            {nameState(agent, t)} {shownState(agent) !== 'offline' && <Since at={agent.presence.since} />}
          </span>
          <span className={classes.quiet}>
            {agent.presence.byName
              ? t('floor.agent.by', { name: agent.presence.byName })
              : describeWork(agent, floor.queues, t)}
          </span>
        </span>
        <LoadMeter agent={agent} />
      </div>
      {mayManage && agent.presence.state !== 'offline' && <StateMenu agent={agent} />}
      <h3 className={drawers.part}>{t('floor.agent.work')}</h3>
      {agent.work.length === 0 && <p className={classes.quiet}>{t('floor.agent.noWork')}</p>}
      <ul className={drawers.cases}>
        {agent.work.map((work) => (
          <WorkRow key={work.conversation.id} work={work} floor={floor} />
        ))}
      </ul>
      <h3 className={drawers.part}>{t('floor.agent.today')}</h3>
      <Today agent={agent} floor={floor} />
    </Drawer>
  );
}

function WorkRow({ work, floor }: { work: FloorWork; floor: FloorSnapshot }) {
  const { t } = useTranslation();
  const { watch } = useFloorPage();
  const { conversation, queueId, since, wrapUpSince } = work;
  const call = useLiveCall(conversation.id);
  return (
    <li className={drawers.case}>
      <span className={drawers.caseMain}>
        <ChannelIcon channel={conversation.channel} size={18} />
        <span className={drawers.caseText}>
          <span className={drawers.caseName}>
            {conversation.customerName} <span className={classes.quiet}>#{conversation.number}</span>
          </span>
          <span className={drawers.caseFact}>
            {wrapUpSince === null ? floor.queues.find((queue) => queue.id === queueId)?.name : t('floor.agents.wrapUp')}{' '}
            · <Since at={wrapUpSince ?? since} />
          </span>
        </span>
      </span>
      {call && <ListenControls call={call} isNarrow />}
      <Button
        variant="default"
        size="xs"
        aria-label={`${t('floor.act.watch')}: ${conversation.customerName}`}
        onClick={() => watch(conversation.id)}
      >
        {t('floor.act.watch')}
      </Button>
      <WorkMenu conversation={conversation} queueId={queueId} />
    </li>
  );
}

function StateMenu({ agent }: { agent: FloorAgent }) {
  const { t } = useTranslation();
  const acts = useActs();
  const reasons = (useCatalogue().data?.presenceReasons ?? []).filter((reason) => !reason.archived);
  const { state } = agent.presence;
  return (
    <Menu position="bottom-start" width={240}>
      <Menu.Target>
        <Button variant="default" rightSection={<IconChevronDown size={14} />}>
          {t('floor.agent.state')}: {nameState(agent, t)}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item
          disabled={state === 'available'}
          onClick={() => void acts.force(agent, 'available', t('presence.available'))}
        >
          {t('floor.agent.setReady')}
        </Menu.Item>
        <Menu.Item onClick={() => void acts.force(agent, 'away', t('presence.away'))}>
          {t('floor.agent.setAway')}
        </Menu.Item>
        {reasons.map((reason) => (
          <Menu.Item key={reason.id} onClick={() => void acts.force(agent, 'away', reason.name, reason.id)}>
            {t('floor.agent.setAway')}: {reason.name}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}

function Today({ agent, floor }: { agent: FloorAgent; floor: FloorSnapshot }) {
  const { t } = useTranslation();
  const times = useTimes();
  const { taken, handled, handleMs, wrapUpMs, declined, missed } = agent.today;
  const handle = averageMs(handleMs, handled);
  const wrapUp = averageMs(wrapUpMs, handled);
  const filter = (figure: CaseFilter['figure']): CaseFilter => ({
    ...{ figure, queueId: null, queueIds: floor.queues.map((queue) => queue.id) },
    ...{ agentId: agent.id, from: floor.from, to: null, name: agent.name },
  });
  const row = (
    name: 'taken' | 'handle' | 'wrapUp' | 'declined' | 'missed',
    value: string,
    figure: CaseFilter['figure'],
  ) => (
    <div>
      <dt>{t(`floor.agent.${name}`)}</dt>
      <dd>
        <Figure
          label={t(`floor.agent.${name}`)}
          value={value}
          define={t(`floor.define.${name}`)}
          opens={filter(figure)}
        />
      </dd>
    </div>
  );
  return (
    <dl className={drawers.today}>
      {row('taken', String(taken), 'taken')}
      {row('handle', handle === null ? t('floor.none') : times.span(handle), 'handled')}
      {row('wrapUp', wrapUp === null ? t('floor.none') : times.span(wrapUp), 'handled')}
      {row('declined', String(declined), 'declined')}
      {row('missed', String(missed), 'missed')}
    </dl>
  );
}
