/** What is done with all that is known of one customer: taken out, erased, kept from being erased. */
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { eraseSchema, holdSchema } from '../../shared/model/erasure.ts';
import type { CustomerId } from '../../shared/model/ids.ts';
import type { Erasing } from '../customers/erasing/erasing.ts';
import type { Exports } from '../customers/exporting/exports.ts';
import { parseBody, parseId } from './parse.ts';
import { forPermission, type Route } from './route.ts';

export interface CustomerDeps {
  exports: Exports;
  erasing: Pick<Erasing, 'preview' | 'order' | 'hold'>;
}

export function customerRoutes({ erasing, exports }: CustomerDeps): Route[] {
  return [
    forPermission('data:transfer', 'get', '/api/customers/export', async ({ response, caller }, viewer) => {
      const lines = await exports.all(viewer, caller);
      response.attachment('customers.csv').type('text/csv; charset=utf-8');
      await pipeline(Readable.from(lines), response);
    }),
    forPermission(
      'data:transfer',
      'get',
      '/api/customers/:id/export',
      async ({ request, response, caller }, viewer) => {
        const { name, stream } = await exports.customer(viewer, parseId<CustomerId>(request), caller);
        response.attachment(name).type('application/zip');
        await pipeline(stream, response);
      },
    ),
    forPermission('data:erase', 'get', '/api/customers/:id/erasure', async ({ request }, viewer) =>
      erasing.preview(viewer, parseId<CustomerId>(request)),
    ),
    forPermission('data:erase', 'post', '/api/customers/:id/erasure', async ({ request, caller }, viewer) => {
      const { typed } = parseBody(request, eraseSchema);
      await erasing.order(viewer, parseId<CustomerId>(request), typed, caller);
    }),
    forPermission('data:erase', 'put', '/api/customers/:id/hold', async ({ request, caller }, viewer) => {
      const { reason } = parseBody(request, holdSchema);
      await erasing.hold(viewer, parseId<CustomerId>(request), reason, caller);
    }),
  ];
}
