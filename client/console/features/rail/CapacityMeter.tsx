/** Five small segments in the channels' colours, and the figure below them. */
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { AgentSelf } from '../../../../shared/model/agent.ts';
import { describeCapacity, fillSegments, shareByChannel } from '../../load/capacity.ts';
import { useWeigh } from '../../load/use-weigh.ts';
import type { DeskState } from '../../sync/desk-state.ts';
import { useDeskState } from '../../sync/use-desk.ts';
import { isInView } from '../../sync/views.ts';
import classes from './rail.module.css';

const readRows = (state: DeskState) => state.rows;
const readOffers = (state: DeskState) => state.offers;

export function CapacityMeter({ me }: { me: AgentSelf }) {
  const { t } = useTranslation();
  const rows = useDeskState(readRows);
  const offers = useDeskState(readOffers);
  const weigh = useWeigh();
  const shares = useMemo(() => {
    const held = Object.values(rows).filter((row) => isInView('mine', row, me.id));
    // What is offered takes its room too.
    const offered = offers.map(({ conversationId: id, channel, inboxId }) => ({ id, channel, inboxId }));
    return shareByChannel(weigh([...held.map(({ conversation }) => conversation), ...offered]));
  }, [rows, weigh, offers, me.id]);
  const words = describeCapacity(me.used, me.capacity);
  return (
    <div className={classes.capacity} title={t('rail.capacity', words)}>
      <svg viewBox="0 0 40 5" width="40" height="5" aria-hidden="true">
        {fillSegments(me.used, me.capacity, shares).map(({ share, colour }, at) => (
          <g key={`segment-${String(at)}`}>
            <rect x={at * 8.4} width="6.4" height="5" rx="1.5" className={classes.segment} />
            {share > 0 && <rect x={at * 8.4} width={6.4 * share} height="5" rx="1.5" className={classes[colour]} />}
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
