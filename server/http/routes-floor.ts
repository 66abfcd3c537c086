/** The numbers of the floor over HTTP: intervals, and the conversations that a number counts. */
import { floorCasesSchema, floorIntervalsSchema } from '../../shared/api.ts';
import type { Floor } from '../floor/floor.ts';
import { forPermission, type Route } from './route.ts';

export function floorRoutes(floor: Pick<Floor, 'scope' | 'intervals' | 'cases'>): Route[] {
  return [
    forPermission('floor:see', 'get', '/api/floor/intervals', async ({ request }, viewer) => {
      const { queueIds: asked, from, to } = floorIntervalsSchema.parse(request.query);
      const queueIds = (await floor.scope(viewer)).filter((id) => asked?.includes(id) ?? true);
      return { intervals: await floor.intervals(queueIds, from, to) };
    }),
    forPermission('floor:see', 'get', '/api/floor/cases', async ({ request }, viewer) => {
      const { queueIds = null, agentId = null, cursor = null, ...rest } = floorCasesSchema.parse(request.query);
      return floor.cases(viewer, { ...rest, queueIds, agentId, cursor });
    }),
  ];
}
