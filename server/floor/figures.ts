/** Sums measures to figures, and figures to larger ones. Pure. */
import { type AgentFigures, type FloorFigures, waitClasses } from '../../shared/model/floor.ts';
import type { UserId } from '../../shared/model/ids.ts';
import type { Measure, Stint, Visit } from './measure.ts';

export const noAgentFigures: AgentFigures = {
  ...{ taken: 0, handled: 0, handleMs: 0, wrapUpMs: 0, declined: 0, missed: 0 },
};

export function emptyFigures(): FloorFigures {
  return {
    ...{ offered: 0, accepted: 0, abandoned: 0, abandonedMs: 0, otherwise: 0, judged: 0, met: 0 },
    ...{ waits: 0, waitMs: 0, waitMaxMs: 0, waitCounts: Array.from({ length: waitClasses.length + 1 }, () => 0) },
    ...noAgentFigures,
  };
}

/** Waits past what was promised: late already, although nothing has come of it yet. */
export const isOverdue = ({ dueAt }: Visit, now: number): boolean => dueAt !== null && dueAt < now;

export interface Summed {
  figures: FloorFigures;
  agents: Map<UserId, AgentFigures>;
}

export function sumMeasures(measures: Iterable<Measure>): Summed {
  const figures = emptyFigures();
  const agents = new Map<UserId, AgentFigures>();
  const agentOf = (id: UserId): AgentFigures => {
    const known = agents.get(id) ?? { ...noAgentFigures };
    agents.set(id, known);
    return known;
  };
  for (const measure of measures) {
    switch (measure.kind) {
      case 'visit':
        addVisit(figures, measure);
        break;
      case 'stint':
        addStint(figures, measure);
        addStint(agentOf(measure.agentId), measure);
        break;
      case 'refusal':
        figures[measure.why] += 1;
        agentOf(measure.agentId)[measure.why] += 1;
        break;
    }
  }
  return { figures, agents };
}

function addVisit(figures: FloorFigures, visit: Visit): void {
  figures.offered += 1;
  if (visit.outcome === 'accepted' || visit.outcome === 'abandoned') figures[visit.outcome] += 1;
  else if (visit.outcome !== 'waiting') figures.otherwise += 1;
  if (visit.outcome === 'abandoned') figures.abandonedMs += visit.waitMs ?? 0;
  if (visit.met !== null) figures.judged += 1;
  if (visit.met) figures.met += 1;
  if (visit.waitMs === null || !visit.live) return;
  figures.waits += 1;
  figures.waitMs += visit.waitMs;
  figures.waitMaxMs = Math.max(figures.waitMaxMs, visit.waitMs);
  const at = waitClassOf(visit.waitMs);
  figures.waitCounts[at] = (figures.waitCounts[at] ?? 0) + 1;
}

function waitClassOf(ms: number): number {
  const at = waitClasses.findIndex((seconds) => ms <= seconds * 1_000);
  return at === -1 ? waitClasses.length : at;
}

function addStint(figures: AgentFigures, { at, endedAt, wrapUpAt, asideMs }: Stint): void {
  figures.taken += 1;
  if (endedAt === null) return;
  figures.handled += 1;
  figures.handleMs += endedAt - at - asideMs;
  if (wrapUpAt !== null) figures.wrapUpMs += endedAt - wrapUpAt;
}

export function addFigures(all: Iterable<FloorFigures>): FloorFigures {
  const sum = emptyFigures();
  for (const one of all) {
    for (const name of summed) sum[name] += one[name];
    sum.waitMaxMs = Math.max(sum.waitMaxMs, one.waitMaxMs);
    sum.waitCounts = sum.waitCounts.map((count, at) => count + (one.waitCounts[at] ?? 0));
  }
  return sum;
}

export function addAgentFigures(all: Iterable<AgentFigures>): AgentFigures {
  const sum = { ...noAgentFigures };
  for (const one of all) for (const name of Object.keys(sum) as (keyof AgentFigures)[]) sum[name] += one[name];
  return sum;
}

const summed = [
  ...(['offered', 'accepted', 'abandoned', 'abandonedMs', 'otherwise', 'judged', 'met', 'waits', 'waitMs'] as const),
  ...(['taken', 'handled', 'handleMs', 'wrapUpMs', 'declined', 'missed'] as const),
];
