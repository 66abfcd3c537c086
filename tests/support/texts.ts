/** Words of a thread, for tests that only care what was said. */
import type { AgentEntry, VisitorEntry } from '../../shared/model/entry.ts';

type Said = Pick<AgentEntry | VisitorEntry, 'body' | 'clientId'>;

export function textsOf(entries: readonly Said[]): string[] {
  return entries.flatMap(({ body }) => (body.kind === 'event' ? [] : [body.text]));
}

/** The sender's own id of the entry with these words. */
export function clientOf(entries: readonly Said[], text: string): string | undefined {
  return entries.find(({ body }) => body.kind !== 'event' && body.text === text)?.clientId;
}
