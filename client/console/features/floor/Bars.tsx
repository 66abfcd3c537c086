/** Small charts beside a figure: service level by quarter of an hour against its target, and a count as a line. */
import { useTranslation } from 'react-i18next';
import type { ServiceTarget } from '../../../../shared/model/floor.ts';
import { useTimes } from '../../i18n/times.ts';
import { type Counted, serviceLevel, toneOfLevel } from './figures.ts';
import tiles from './tiles.module.css';

type Quarter = Counted & { start: number };

const height = 26;
const step = 14;

/** A quarter in which nobody was judged has no bar. */
export function LevelBars({ quarters, target }: { quarters: readonly Quarter[]; target: ServiceTarget | null }) {
  const { t } = useTranslation();
  const times = useTimes();
  const levels = quarters.map((quarter) => ({ start: quarter.start, level: serviceLevel(quarter) }));
  const width = quarters.length * step;
  const words = levels.map(
    ({ start, level }) => `${times.clock(start)} ${level === null ? t('floor.none') : `${level}%`}`,
  );
  return (
    <svg
      className={tiles.bars}
      viewBox={`0 0 ${Math.max(width, step)} ${height}`}
      width={width}
      height={height}
      role="img"
      aria-label={t('floor.bars', { levels: words.join(', ') })}
    >
      {levels.map(({ start, level }, at) => {
        const tone = toneOfLevel(level, target);
        const tall = level === null ? 0 : Math.max(2, ((height - 2) * level) / 100);
        const colour = tone === 'danger' ? tiles.barDanger : tone === 'warn' ? tiles.barWarn : tiles.barMet;
        return (
          <rect key={start} className={colour} x={at * step} y={height - tall} width={step - 2} height={tall} rx={2} />
        );
      })}
      {target && (
        <line
          className={tiles.targetLine}
          x1={0}
          x2={width}
          y1={height - ((height - 2) * target.percent) / 100}
          y2={height - ((height - 2) * target.percent) / 100}
        />
      )}
    </svg>
  );
}

/** How a count went; told in the figure beside it, so it is only seen. */
export function Spark({ values }: { values: readonly number[] }) {
  const most = Math.max(1, ...values);
  const width = 84;
  const at = (index: number) => (values.length < 2 ? width - 4 : 2 + (index * (width - 6)) / (values.length - 1));
  const y = (value: number) => height - 4 - ((height - 8) * value) / most;
  const points = values.map((value, index) => `${at(index).toFixed(1)},${y(value).toFixed(1)}`);
  const last = values.at(-1) ?? 0;
  return (
    <svg className={tiles.spark} viewBox={`0 0 ${width} ${height}`} width={width} height={height} aria-hidden="true">
      <polygon points={`${at(0)},${height} ${points.join(' ')} ${at(values.length - 1)},${height}`} />
      <polyline points={points.join(' ')} />
      <circle cx={at(values.length - 1)} cy={y(last)} r={2.5} />
    </svg>
  );
}
