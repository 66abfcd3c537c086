/** How full an agent is: five segments in the colours of the channels they serve. */
import { useTranslation } from 'react-i18next';
import type { FloorAgent } from '../../../../shared/model/floor.ts';
import agents from './agents.module.css';

const segments = 5;

export function LoadMeter({ agent }: { agent: Pick<FloorAgent, 'used' | 'capacity' | 'work'> }) {
  const { t } = useTranslation();
  const { used, capacity, work } = agent;
  const filled = capacity === 0 ? 0 : Math.min(segments, (used * segments) / capacity);
  const colourOf = (at: number): string | undefined => {
    const channel = work[Math.floor((at * work.length) / Math.max(1, Math.ceil(filled)))]?.conversation.channel;
    return channel === 'email' ? agents.fillEmail : channel === 'phone' ? agents.fillPhone : agents.fillChat;
  };
  return (
    <svg className={agents.meter} viewBox="0 0 40 5" width="40" height="5" role="img">
      <title>{t('floor.agents.load', { used, capacity })}</title>
      {Array.from({ length: segments }, (_, at) => {
        const share = Math.max(0, Math.min(1, filled - at));
        return (
          <g key={`segment-${String(at)}`}>
            <rect x={at * 8.4} width={6.4} height={5} rx={1.5} className={agents.emptySegment} />
            {share > 0 && <rect x={at * 8.4} width={6.4 * share} height={5} rx={1.5} className={colourOf(at)} />}
          </g>
        );
      })}
    </svg>
  );
}
