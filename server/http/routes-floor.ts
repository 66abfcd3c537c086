/** The numbers of the floor over HTTP: intervals, and the conversations that a number counts. */
import type { z } from 'zod';
import { floorCasesSchema, floorIntervalsSchema } from '../../shared/api.ts';
import { AppError } from '../../shared/errors.ts';
import type { Floor } from '../floor/floor.ts';
import { forPermission, type Route } from './route.ts';

export function floorRoutes(floor: Pick<Floor, 'scope' | 'intervals' | 'cases'>): Route[] {
  return [
    forPermission('floor:see', 'get', '/api/floor/intervals', async ({ request }, viewer) => {
      const { queueId, from, to } = parseQuery(request.query, floorIntervalsSchema);
      const allowed = await floor.scope(viewer);
      const queueIds = queueId === undefined ? allowed : allowed.filter((id) => id === queueId);
      return { intervals: await floor.intervals(queueIds, from, to) };
    }),
    forPermission('floor:see', 'get', '/api/floor/cases', async ({ request }, viewer) => {
      const { queueId = null, agentId = null, cursor = null, ...rest } = parseQuery(request.query, floorCasesSchema);
      return floor.cases(viewer, { ...rest, queueId, agentId, cursor });
    }),
  ];
}

/** @throws AppError `invalid` with the fields that are wrong */
function parseQuery<T>(query: unknown, schema: z.ZodType<T>): T {
  const parsed = schema.safeParse(query);
  if (parsed.success) return parsed.data;
  const fields = Object.fromEntries(parsed.error.issues.map((issue) => [issue.path.join('.'), issue.message]));
  throw new AppError('invalid', 'Some fields are not valid.', { fields });
}
