/** Describes how a query was run, in the shape of MongoDB's explain. */
import type { Doc } from '../values/document.ts';
import type { FindRun, Query } from './find.ts';
import type { Plan } from './plan.ts';

export function describePlan(
  namespace: string,
  query: Query,
  run: FindRun,
  result: { returned: number; milliseconds: number },
): Record<string, unknown> {
  const access = describeAccess(run.plan);
  const needsSort = query.sort !== undefined && (run.plan.kind === 'union' || !run.plan.givesOrder);
  const winningPlan = needsSort ? { stage: 'SORT', sortPattern: query.sort, inputStage: access } : access;
  return {
    explainVersion: '1',
    queryPlanner: { namespace, parsedQuery: query.filter, winningPlan, rejectedPlans: [] },
    executionStats: {
      executionSuccess: true,
      nReturned: result.returned,
      executionTimeMillis: result.milliseconds,
      totalKeysExamined: run.keysExamined,
      totalDocsExamined: run.docsExamined,
    },
  };
}

function describeAccess(plan: Plan): Doc {
  switch (plan.kind) {
    case 'records':
      return { stage: 'COLLSCAN', direction: plan.isReverse ? 'backward' : 'forward' };
    case 'union':
      return { stage: 'FETCH', inputStage: { stage: 'OR', inputStages: plan.plans.map(describeIndexScan) } };
    case 'index':
      return { stage: 'FETCH', inputStage: describeIndexScan(plan) };
  }
}

function describeIndexScan(plan: Extract<Plan, { kind: 'index' }>): Doc {
  return {
    stage: plan.isMerge ? 'SORT_MERGE' : 'IXSCAN',
    indexName: plan.index.name,
    keyPattern: plan.index.key,
    isMultiKey: plan.index.isMultikey,
    isUnique: plan.index.isUnique,
    isSparse: plan.index.isSparse,
    isPartial: plan.index.partialFilter !== undefined,
    direction: plan.isReverse ? 'backward' : 'forward',
    ranges: plan.ranges.length,
    covers: plan.isCovering,
  };
}
