/** The token buckets of both audiences, one per kind of request. */
import type { RequestKind } from '../bind.ts';
import type { RealtimeSettings } from '../settings.ts';
import { createRateLimit, type RateLimit } from './rate-limits.ts';

export function createLimits(settings: RealtimeSettings): Record<'agent' | 'visitor', Record<RequestKind, RateLimit>> {
  return {
    agent: {
      message: createRateLimit(settings.agentMessages),
      typing: createRateLimit(settings.agentTyping),
      other: createRateLimit(settings.agentRequests),
    },
    visitor: {
      message: createRateLimit(settings.visitorMessages),
      typing: createRateLimit(settings.visitorTyping),
      other: createRateLimit(settings.visitorRequests),
    },
  };
}
