/** Today by quarter of an hour as a chart; loaded only where it is looked at. The table beside it says the same. */
import '@mantine/charts/styles.layer.css';
import { CompositeChart } from '@mantine/charts';
import { useTranslation } from 'react-i18next';
import { useTimes } from '../../i18n/times.ts';
import type { Counted } from './figures.ts';

export function IntervalChart({ quarters }: { quarters: readonly (Counted & { start: number })[] }) {
  const { t } = useTranslation();
  const times = useTimes();
  const data = quarters.map(({ start, offered, accepted, abandoned }) => ({
    ...{ time: times.clock(start), offered, accepted, abandoned },
  }));
  // On whole hours, as many as there is room for.
  const everyHours = quarters.length > 48 ? 3 : quarters.length > 24 ? 2 : 1;
  const ticks = data.flatMap(({ time }) =>
    time.endsWith(':00') && Number(time.slice(0, 2)) % everyHours === 0 ? time : [],
  );
  return (
    <div role="img" aria-label={t('floor.chart.summary')}>
      <CompositeChart
        h={220}
        data={data}
        dataKey="time"
        withLegend
        withDots={false}
        curveType="linear"
        legendProps={{ verticalAlign: 'bottom', height: 28, itemSorter: null }}
        tooltipAnimationDuration={0}
        composedChartProps={{ accessibilityLayer: false }}
        gridAxis="x"
        strokeDasharray="2 4"
        series={[
          { name: 'offered', label: t('floor.chart.offered'), color: 'var(--pl-line2)', type: 'bar' },
          { name: 'accepted', label: t('floor.chart.accepted'), color: 'var(--pl-ac)', type: 'line' },
          { name: 'abandoned', label: t('floor.chart.abandoned'), color: 'var(--pl-danger-d)', type: 'line' },
        ]}
        xAxisProps={ticks.length > 1 ? { ticks, interval: 0 } : {}}
        yAxisProps={{ allowDecimals: false, width: 32 }}
      />
    </div>
  );
}
