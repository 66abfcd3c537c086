/** How full an agent is: five segments in the colours of the channels they serve, each as long as its work weighs. */
import { useTranslation } from 'react-i18next';
import type { FloorAgent } from '../../../../shared/model/floor.ts';
import { fillSegments, shareByChannel } from '../../load/capacity.ts';
import { useWeigh } from '../../load/use-weigh.ts';
import agents from './agents.module.css';

const fills = { chat: agents.fillChat, email: agents.fillEmail, phone: agents.fillPhone };

export function LoadMeter({ agent }: { agent: Pick<FloorAgent, 'used' | 'capacity' | 'work'> }) {
  const { t } = useTranslation();
  const weigh = useWeigh();
  const { used, capacity, work } = agent;
  const shares = shareByChannel(weigh(work.map(({ conversation }) => conversation)));
  return (
    <svg className={agents.meter} viewBox="0 0 40 5" width="40" height="5" role="img">
      <title>{t('floor.agents.load', { used, capacity })}</title>
      {fillSegments(used, capacity, shares).map(({ share, colour }, at) => (
        <g key={`segment-${String(at)}`}>
          <rect x={at * 8.4} width={6.4} height={5} rx={1.5} className={agents.emptySegment} />
          {share > 0 && <rect x={at * 8.4} width={6.4 * share} height={5} rx={1.5} className={fills[colour]} />}
        </g>
      ))}
    </svg>
  );
}
