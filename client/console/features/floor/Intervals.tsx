/** Today by quarter of an hour, as a chart or as a table whose numbers open what they count. */
import { SegmentedControl } from '@mantine/core';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { FLOOR_INTERVAL_MS, type FloorFigure, type FloorSnapshot } from '../../../../shared/model/floor.ts';
import { useTimes } from '../../i18n/times.ts';
import { Figure } from './Figure.tsx';
import { averageMs, type Counted, seriesOf, serviceLevel } from './figures.ts';
import classes from './floor.module.css';
import queues from './queues.module.css';

const IntervalChart = lazy(async () => ({ default: (await import('./IntervalChart.tsx')).IntervalChart }));

export function Intervals({ floor }: { floor: FloorSnapshot }) {
  const { t } = useTranslation();
  const [shape, setShape] = useState<'chart' | 'table'>('chart');
  const all = seriesOf(floor, null, 96);
  // From the first quarter in which anybody came.
  const quarters = all.slice(all.findIndex((one) => one.offered + one.taken > 0));
  const isEmpty = all.every((one) => one.offered + one.taken === 0);
  return (
    <section className={classes.card} aria-labelledby="floor-intervals">
      <header className={classes.cardHead}>
        <h2 id="floor-intervals">{t('floor.chart.title')}</h2>
        <span className={classes.push} />
        {!isEmpty && (
          <SegmentedControl
            size="xs"
            aria-label={t('floor.chart.as')}
            value={shape}
            onChange={(value) => setShape(value === 'table' ? 'table' : 'chart')}
            data={[
              { value: 'chart', label: t('floor.chart.chart') },
              { value: 'table', label: t('floor.chart.table') },
            ]}
          />
        )}
      </header>
      {isEmpty && <p className={classes.hint}>{t('floor.chart.empty')}</p>}
      {!isEmpty && shape === 'chart' && (
        <div className={classes.chart}>
          <Suspense fallback={<div className={classes.ghost} />}>
            <IntervalChart quarters={quarters} />
          </Suspense>
        </div>
      )}
      {!isEmpty && shape === 'table' && <IntervalTable quarters={quarters} floor={floor} />}
    </section>
  );
}

function IntervalTable({ quarters, floor }: { quarters: (Counted & { start: number })[]; floor: FloorSnapshot }) {
  const { t } = useTranslation();
  const times = useTimes();
  const queueIds = floor.queues.map((queue) => queue.id);
  const cell = (
    start: number,
    name: 'offered' | 'accepted' | 'abandoned' | 'level' | 'wait',
    figure: FloorFigure,
    value: string,
  ) => (
    <td>
      <Figure
        label={`${times.clock(start)}, ${t(`floor.chart.${name}`)}`}
        value={value}
        opens={{
          figure,
          queueId: null,
          queueIds,
          from: start,
          to: start + FLOOR_INTERVAL_MS,
          name: times.clock(start),
        }}
      />
    </td>
  );
  return (
    <table className={queues.intervals}>
      <thead>
        <tr>
          {(['time', 'offered', 'accepted', 'abandoned', 'level', 'wait'] as const).map((head) => (
            <th key={head} scope="col">
              {t(`floor.chart.${head}`)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {[...quarters].reverse().map((one) => {
          const level = serviceLevel(one);
          const wait = averageMs(one.waitMs, one.waits);
          return (
            <tr key={one.start}>
              <th scope="row">{times.clock(one.start)}</th>
              {cell(one.start, 'offered', 'offered', String(one.offered))}
              {cell(one.start, 'accepted', 'accepted', String(one.accepted))}
              {cell(one.start, 'abandoned', 'abandoned', String(one.abandoned))}
              {level === null ? <td>{t('floor.none')}</td> : cell(one.start, 'level', 'judged', `${level}%`)}
              {wait === null ? <td>{t('floor.none')}</td> : cell(one.start, 'wait', 'waits', times.span(wait))}
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}
