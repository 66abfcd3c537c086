/** A measure as one line behind a number. */
import type { FloorCase, FloorConversation, FloorFigure } from '../../shared/model/floor.ts';
import type { Measure } from './measure.ts';

const nothing = { waitingSince: null, waitMs: null, handleMs: null, wrapUpMs: null, met: null };

export function presentCase(measure: Measure, conversation: FloorConversation | null, figure: FloorFigure): FloorCase {
  const { id, queueId, at, agentId } = measure;
  const about = { id, queueId, conversation, at, agentId, ...nothing };
  switch (measure.kind) {
    case 'visit': {
      const { waitMs, outcome, met, waitingSince } = measure;
      // Whoever lost their agent waits again, whatever became of them the first time.
      if (figure === 'waiting') return { ...about, agentId: null, waitingSince, outcome: 'waiting' };
      return { ...about, waitMs, outcome, met, ...(outcome === 'waiting' ? { waitingSince } : {}) };
    }
    case 'stint': {
      const handleMs = measure.endedAt === null ? null : measure.endedAt - at - measure.asideMs;
      const { endedAt, wrapUpAt } = measure;
      const wrapUpMs = endedAt === null || wrapUpAt === null ? null : endedAt - wrapUpAt;
      return { ...about, handleMs, wrapUpMs, outcome: measure.open ? 'active' : 'handled' };
    }
    case 'refusal':
      return { ...about, outcome: measure.why };
  }
}
