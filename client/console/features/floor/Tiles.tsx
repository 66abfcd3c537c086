/** The five figures on top: who waits, for how long, whether promises are kept, how many came, how many left. */
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { FloorSnapshot } from '../../../../shared/model/floor.ts';
import { useTimes } from '../../i18n/times.ts';
import { LevelBars, Spark } from './Bars.tsx';
import { Figure, Percent } from './Figure.tsx';
import { abandonedShare, averageMs, commonTarget, seriesOf, serviceLevel, sum, toneOfLevel } from './figures.ts';
import type { CaseFilter } from './floor-page-context.ts';
import { Since } from './Since.tsx';
import tiles from './tiles.module.css';

function Tile({
  label,
  fact,
  chart,
  children,
}: {
  label: string;
  fact: ReactNode;
  chart?: ReactNode;
  children: ReactNode;
}) {
  return (
    <div className={tiles.tile}>
      <h2 className={tiles.tileLabel}>{label}</h2>
      <div className={tiles.tileMain}>
        {children}
        {chart && <span className={tiles.tileChart}>{chart}</span>}
      </div>
      <p className={tiles.tileFact}>{fact}</p>
    </div>
  );
}

export function Tiles({ floor }: { floor: FloorSnapshot }) {
  const { t } = useTranslation();
  const times = useTimes();
  const { queues, from } = floor;
  const today = sum(queues.map((queue) => queue.today));
  const waiting = queues.reduce((count, queue) => count + queue.waiting, 0);
  const longest = queues
    .flatMap((queue) => (queue.longest ? [{ ...queue.longest, queue }] : []))
    .sort((a, b) => a.since - b.since)[0];
  const target = commonTarget(queues);
  const hasTarget = queues.some((queue) => queue.target);
  const level = serviceLevel(today);
  const share = abandonedShare(today);
  const quarters = seriesOf(floor, null, 8);
  const filter = (figure: CaseFilter['figure']): CaseFilter => ({
    ...{ figure, queueId: null, queueIds: queues.map((queue) => queue.id), from, to: null },
  });
  const byChannel = new Map<string, number>();
  for (const queue of queues) {
    for (const [channel, count] of Object.entries(queue.waitingBy)) {
      byChannel.set(channel, (byChannel.get(channel) ?? 0) + count);
    }
  }
  const channels = [...byChannel].map(([channel, count]) =>
    t(`floor.waits.${channel}` as 'floor.waits.webchat', `${count} ${channel}`, { count }),
  );
  const leftAfter = averageMs(today.abandonedMs, today.abandoned);

  return (
    <section className={tiles.tiles} aria-label={t('floor.title')}>
      <Tile
        label={t('floor.tile.waiting')}
        fact={channels.length > 0 ? channels.join(t('common.comma')) : t('floor.tile.nobodyWaits')}
      >
        <Figure
          className={tiles.bigFigure}
          label={t('floor.tile.waiting')}
          value={String(waiting)}
          define={t('floor.define.waiting')}
          opens={filter('waiting')}
        />
      </Tile>
      <Tile
        label={t('floor.tile.longest')}
        fact={
          longest
            ? `${longest.conversation.customerName}${t('common.comma')}${longest.queue.name}`
            : t('floor.tile.nobodyWaits')
        }
      >
        {longest ? (
          <Figure
            className={tiles.bigFigure}
            label={t('floor.tile.longest')}
            value={longest.conversation.customerName}
            define={t('floor.define.longest')}
            opens={{ ...filter('waiting'), queueId: longest.queue.id }}
          >
            <Since at={longest.since} target={longest.queue.target} />
          </Figure>
        ) : (
          <span className={tiles.noFigure}>{t('floor.none')}</span>
        )}
      </Tile>
      <Tile
        label={t('floor.tile.level')}
        fact={
          !hasTarget
            ? t('floor.tile.noTarget')
            : target
              ? t('floor.tile.target', { percent: target.percent, time: times.span(target.seconds * 1_000) })
              : t('floor.tile.targets')
        }
        chart={hasTarget ? <LevelBars quarters={quarters} target={target} /> : undefined}
      >
        {level === null ? (
          <span className={tiles.noFigure}>{t('floor.none')}</span>
        ) : (
          <Figure
            className={tiles.bigFigure}
            label={t('floor.tile.level')}
            value={`${level}%`}
            define={t('floor.define.level')}
            tone={toneOfLevel(level, target)}
            opens={filter('late')}
          >
            <Percent value={level} />
          </Figure>
        )}
      </Tile>
      <Tile
        label={t('floor.tile.offered')}
        fact={t('floor.tile.answered', { accepted: today.accepted, abandoned: today.abandoned })}
        chart={<Spark values={quarters.map((quarter) => quarter.offered)} />}
      >
        <Figure
          className={tiles.bigFigure}
          label={t('floor.tile.offered')}
          value={String(today.offered)}
          define={t('floor.define.offered')}
          opens={filter('offered')}
        />
      </Tile>
      <Tile
        label={t('floor.tile.abandoned')}
        fact={
          today.abandoned === 0
            ? t('floor.tile.nobodyLeft')
            : t('floor.tile.left', { count: today.abandoned, wait: times.span(leftAfter ?? 0) })
        }
      >
        <Figure
          className={tiles.bigFigure}
          label={t('floor.tile.abandoned')}
          value={share === null ? t('floor.none') : `${share}%`}
          define={t('floor.define.abandoned')}
          opens={today.offered > 0 ? filter('abandoned') : null}
        >
          {share === null ? undefined : <Percent value={share} />}
        </Figure>
      </Tile>
    </section>
  );
}
