/** Five small segments and the figure below them. */
import { useTranslation } from 'react-i18next';
import type { AgentSelf } from '../../../../shared/model/agent.ts';
import { describeCapacity, fillSegments } from './capacity.ts';
import classes from './rail.module.css';

export function CapacityMeter({ me }: { me: AgentSelf }) {
  const { t } = useTranslation();
  const words = describeCapacity(me.used, me.capacity);
  return (
    <div className={classes.capacity} title={t('rail.capacity', words)}>
      <svg viewBox="0 0 40 5" width="40" height="5" aria-hidden="true">
        {fillSegments(me.used, me.capacity).map((share, at) => (
          <g key={`segment-${String(at)}`}>
            <rect x={at * 8.4} width="6.4" height="5" rx="1.5" className={classes.segment} />
            {share > 0 && <rect x={at * 8.4} width={6.4 * share} height="5" rx="1.5" className={classes.filled} />}
          </g>
        ))}
      </svg>
      <span>
        <span className="visually-hidden">{t('rail.capacity', words)}</span>
        <span aria-hidden="true">
          {words.used} / {words.total}
        </span>
      </span>
    </div>
  );
}
