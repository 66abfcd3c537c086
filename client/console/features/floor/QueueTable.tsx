/** Queues, the worst first: what waits, how long, whether the promise is kept, what came, who serves. */
import { Tooltip } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { FloorQueue, FloorSnapshot } from '../../../../shared/model/floor.ts';
import { cx } from '../../../ui/cx.ts';
import { LevelBars } from './Bars.tsx';
import { ChannelIcon } from './ChannelIcon.tsx';
import { Figure, Percent } from './Figure.tsx';
import { abandonedShare, seriesOf, serviceLevel, sortQueues, sum, toneOfLevel } from './figures.ts';
import classes from './floor.module.css';
import type { CaseFilter } from './floor-page-context.ts';
import queues from './queues.module.css';
import { Since } from './Since.tsx';

const shown = 8;

export function QueueTable({ floor, now }: { floor: FloorSnapshot; now: number }) {
  const { t } = useTranslation();
  const heads = ['waiting', 'longest', 'level', 'offered', 'accepted', 'abandoned', 'active', 'staffed'] as const;
  return (
    <section className={classes.card}>
      <table className={queues.queues}>
        <thead>
          <tr>
            <th scope="col">{t('floor.queue.name')}</th>
            {heads.map((head) => (
              <th key={head} scope="col" className={queues[`c-${head}`]}>
                <Tooltip label={t(`floor.define.${head}`)} multiline w={280} openDelay={400}>
                  <span>{t(`floor.queue.${head}`)}</span>
                </Tooltip>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {sortQueues(floor.queues, now).map((queue) => (
            <QueueRow key={queue.id} queue={queue} floor={floor} />
          ))}
        </tbody>
      </table>
    </section>
  );
}

function QueueRow({ queue, floor }: { queue: FloorQueue; floor: FloorSnapshot }) {
  const { t } = useTranslation();
  const { today, staff, target } = queue;
  const quarters = seriesOf(floor, queue.id, shown);
  const window = sum(quarters);
  const level = serviceLevel(window);
  const tone = toneOfLevel(level, target);
  const share = abandonedShare(today);
  const filter = (figure: CaseFilter['figure'], from = floor.from): CaseFilter => ({
    ...{ figure, queueId: queue.id, from, to: null, name: queue.name },
  });
  const number = (figure: 'waiting' | 'offered' | 'accepted' | 'active', value: number) => (
    <Figure label={`${queue.name}, ${t(`floor.queue.${figure}`)}`} value={String(value)} opens={filter(figure)} />
  );
  return (
    <tr className={cx(tone === 'danger' && queues.alarmed)}>
      <th scope="row">
        <span className={queues.queueName}>{queue.name}</span>
        <span className={queues.channels}>
          {queue.channels.map((channel) => (
            <ChannelIcon key={channel} channel={channel} />
          ))}
        </span>
      </th>
      <td className={cx(queues['c-waiting'], queues.big)}>{number('waiting', queue.waiting)}</td>
      <td className={cx(queues['c-longest'], queues.big)}>
        {queue.longest ? (
          <Figure
            label={`${queue.name}, ${t('floor.queue.longest')}`}
            value={queue.longest.conversation.customerName}
            opens={filter('waiting')}
          >
            <Since at={queue.longest.since} target={target} />
          </Figure>
        ) : (
          <span className={queues.none}>{t('floor.none')}</span>
        )}
      </td>
      <td className={queues['c-level']}>
        <span className={queues.level}>
          <span className={queues.big}>
            {level === null ? (
              <span className={queues.none}>{t('floor.none')}</span>
            ) : (
              <Figure
                label={`${queue.name}, ${t('floor.queue.level')}`}
                value={`${level}%`}
                tone={tone}
                opens={filter('late', quarters[0]?.start)}
              >
                <Percent value={level} />
              </Figure>
            )}
          </span>
          {target && <LevelBars quarters={quarters} target={target} />}
        </span>
      </td>
      <td className={queues['c-offered']}>{number('offered', today.offered)}</td>
      <td className={queues['c-accepted']}>{number('accepted', today.accepted)}</td>
      <td className={queues['c-abandoned']}>
        <Figure
          label={`${queue.name}, ${t('floor.queue.abandoned')}`}
          value={share === null ? t('floor.none') : `${share}%`}
          opens={today.offered > 0 ? filter('abandoned') : null}
        />
      </td>
      <td className={queues['c-active']}>{number('active', queue.active)}</td>
      <td className={queues['c-staffed']}>
        <Tooltip label={t('floor.queue.staffedOf', staff)}>
          <span>
            <b>{staff.ready}</b> / {staff.all}
            <span className="visually-hidden">, {t('floor.queue.staffedOf', staff)}</span>
          </span>
        </Tooltip>
      </td>
    </tr>
  );
}
