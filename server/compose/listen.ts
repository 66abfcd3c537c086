/** Who hears which facts. */
import type { Edges } from './edges.ts';
import type { Parts } from './parts.ts';

export function listen({ facts, ground, records, floor, desk, calls }: Parts, { realtime }: Edges): void {
  const { log } = ground;
  facts.timeline.listen((told) => {
    realtime.publishTimeline(told);
    const written = told.filter(({ type }) => type === 'entry').length;
    if (written > 0) records.searchIndex.poke(written);
    desk.desk.heard(told);
  });
  facts.routing.listen((told) => {
    realtime.publishRouting(told);
    calls.hear(told);
  });
  facts.desk.listen(realtime.publishDesk);
  facts.bulk.listen(realtime.publishBulk);
  facts.calls.listen((told) => told.forEach(realtime.publishCall));
  facts.notices.listen(realtime.publishNotice);
  facts.customers.listen(realtime.publishCustomers);
  facts.catalogue.listen(realtime.publishCatalogue);
  facts.accounts.listen((fact) => {
    if (fact.type === 'session') return realtime.sessionEnded(fact.sessionId);
    realtime.viewerChanged(fact.userId);
    floor.routing.agentChanged(fact.userId).catch((err: unknown) => log.error({ err }, 'an agent was not reviewed'));
    calls.recheckListening(fact.userId).catch((err: unknown) => log.error({ err }, 'whoever listens was not reviewed'));
  });
}
