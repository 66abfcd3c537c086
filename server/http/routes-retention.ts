/** How long things are kept, over HTTP. */
import { retentionSchema } from '../../shared/model/retention.ts';
import type { Retention } from '../retention/retention.ts';
import { parseBody } from './parse.ts';
import { forPermission, type Route } from './route.ts';

export function retentionRoutes(retention: Pick<Retention, 'rules' | 'count' | 'save'>): Route[] {
  return [
    forPermission('data:erase', 'get', '/api/retention', async () => retention.rules()),
    forPermission('data:erase', 'post', '/api/retention/count', async ({ request }) =>
      retention.count(parseBody(request, retentionSchema)),
    ),
    forPermission('data:erase', 'put', '/api/retention', async ({ request, caller }, viewer) => {
      await retention.save(viewer, parseBody(request, retentionSchema), caller);
    }),
  ];
}
