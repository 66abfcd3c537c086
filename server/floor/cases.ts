/** A measure as one line behind a number. */
import type { FloorCase, FloorConversation } from '../../shared/model/floor.ts';
import type { Measure } from './measure.ts';

export function presentCase(measure: Measure, conversation: FloorConversation | null): FloorCase {
  const { id, queueId, at, agentId } = measure;
  const about = { id, queueId, conversation, at, agentId, waitMs: null, handleMs: null, wrapUpMs: null, met: null };
  switch (measure.kind) {
    case 'visit':
      return { ...about, waitMs: measure.waitMs, outcome: measure.outcome, met: measure.met };
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
