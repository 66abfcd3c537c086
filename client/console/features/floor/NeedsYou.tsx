/** What needs somebody who runs the floor, each with the one thing to do about it. */
import { Button } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconClockExclamation, IconFlame, IconHandStop, IconHourglass, IconPencil } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { FloorSnapshot } from '../../../../shared/model/floor.ts';
import { cx } from '../../../ui/cx.ts';
import { useTimes } from '../../i18n/times.ts';
import { useDesk } from '../../sync/use-desk.ts';
import { type Alert, findAlerts } from './alerts.ts';
import board from './board.module.css';
import classes from './floor.module.css';
import { useFloorPage } from './floor-page-context.ts';

const icons = {
  hand: IconHandStop,
  wait: IconHourglass,
  level: IconFlame,
  overdue: IconClockExclamation,
  'wrap-up': IconPencil,
} as const;

export function NeedsYou({ floor, now }: { floor: FloorSnapshot; now: number }) {
  const { t } = useTranslation();
  const alerts = findAlerts(floor, now);
  return (
    <section className={classes.card} aria-labelledby="floor-needs">
      <header className={classes.cardHead}>
        <h2 id="floor-needs">{t('floor.needs.title')}</h2>
        <span className={classes.push} />
        {alerts.length > 0 && <span className={classes.quiet}>{alerts.length}</span>}
      </header>
      {alerts.length === 0 && <p className={classes.hint}>{t('floor.needs.nothing')}</p>}
      <ul className={board.needs} aria-live="polite">
        {alerts.map((alert) => (
          <AlertRow key={alert.id} alert={alert} floor={floor} now={now} />
        ))}
      </ul>
    </section>
  );
}

function AlertRow({ alert, floor, now }: { alert: Alert; floor: FloorSnapshot; now: number }) {
  const Icon = icons[alert.type];
  const [title, text] = useAlertWords(alert, now);
  const act = useAlertAction(alert, floor);
  return (
    <li className={board.need}>
      <Icon
        size={18}
        className={cx(board.needIcon, alert.tone === 'danger' ? classes.danger : classes.warn)}
        aria-hidden="true"
      />
      <span className={board.needText}>
        <span>{title}</span>
        <span className={board.needFact}>{text}</span>
      </span>
      <Button variant="default" size="xs" aria-label={`${act.label}: ${title}`} onClick={act.run}>
        {act.label}
      </Button>
    </li>
  );
}

/** What is the matter, and the facts it is judged by. */
function useAlertWords(alert: Alert, now: number): [title: string, text: string] {
  const { t } = useTranslation();
  const times = useTimes();
  switch (alert.type) {
    case 'hand': {
      const { text, byName, at, conversation } = alert.hand;
      const time = times.age(at, now);
      const fact = text
        ? t('floor.needs.handText', { text, time })
        : t('floor.needs.handPlain', { customer: conversation.customerName, time });
      return [t('floor.needs.hand', { name: byName }), fact];
    }
    case 'wait':
      return [
        t('floor.needs.wait', { queue: alert.queue.name, customer: alert.conversation.customerName }),
        t('floor.needs.waitText', { time: times.span(now - alert.since), limit: times.span(alert.limitMs) }),
      ];
    case 'level': {
      const { level, queue, target } = alert;
      const { away, all } = queue.staff;
      return [
        t('floor.needs.level', { queue: queue.name, percent: target.percent }),
        t('floor.needs.levelText', { level, time: times.clock(alert.since), away, all }),
      ];
    }
    case 'overdue':
      return [
        t('floor.needs.overdue', { name: alert.agent.name }),
        t('floor.needs.overdueText', { time: times.clock(alert.until) }),
      ];
    case 'wrap-up':
      return [
        t('floor.needs.wrapUp', { name: alert.agent.name }),
        t('floor.needs.wrapUpText', {
          customer: alert.conversation.customerName,
          time: times.span(now - alert.since),
          limit: times.span(alert.limitMs),
        }),
      ];
  }
}

function useAlertAction(alert: Alert, floor: FloorSnapshot): { label: string; run(): void } {
  const { t } = useTranslation();
  const { floor: desk } = useDesk();
  const page = useFloorPage();
  switch (alert.type) {
    case 'hand':
      return {
        label: t('floor.needs.answer'),
        run: () => {
          const { id } = alert.hand.conversation;
          page.watch(id);
          void desk.act('hand:lower', { conversationId: id }).then((answer) => {
            if (!answer.ok)
              notifications.show({
                message: t('floor.act.failed'),
                closeButtonProps: { 'aria-label': t('common.close') },
              });
          });
        },
      };
    case 'wait':
      return { label: t('floor.needs.watch'), run: () => page.watch(alert.conversation.id) };
    case 'level':
      return {
        label: t('floor.needs.moveWork'),
        run: () => {
          const { id, name } = alert.queue;
          page.showCases({ figure: 'late', queueId: id, from: floor.recentFrom, to: null, name });
        },
      };
    case 'overdue':
    case 'wrap-up':
      return { label: t('floor.needs.agent'), run: () => page.showAgent(alert.agent.id) };
  }
}
