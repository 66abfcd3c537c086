/** A running time since a moment, coloured once it is past its limit. */
import type { ServiceTarget } from '../../../../shared/model/floor.ts';
import { cx } from '../../../ui/cx.ts';
import { formatRunning } from '../../i18n/times.ts';
import { useNow } from '../../sync/use-now.ts';
import { toneOfWait } from './figures.ts';
import classes from './floor.module.css';

export function Since({ at, target = null }: { at: number; target?: ServiceTarget | null }) {
  const ms = useNow(1_000) - at;
  const tone = toneOfWait(ms, target);
  return (
    <span className={cx(classes.running, tone === 'danger' && classes.danger, tone === 'warn' && classes.warn)}>
      {formatRunning(ms)}
    </span>
  );
}
