/** Imports of customers over HTTP, for those whose role allows it. */
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { fileNameHeader } from '../../shared/api.ts';
import { AppError } from '../../shared/errors.ts';
import { limits } from '../../shared/limits.ts';
import { countries } from '../../shared/model/countries.ts';
import { type ImportId, importSettingsSchema } from '../../shared/model/import.ts';
import type { UserViewer } from '../accounts/scope.ts';
import type { Imports } from '../customers/importing/imports.ts';
import { parseBody, parseId } from './parse.ts';
import { type Call, forPermission, type Method, type Route } from './route.ts';

export function importRoutes(imports: Imports): Route[] {
  const forImporters = (
    method: Method,
    path: string,
    handle: (call: Call, viewer: UserViewer) => Promise<unknown>,
    options = {},
  ) => forPermission('data:transfer', method, path, handle, options);

  return [
    forImporters('get', '/api/imports', async () => ({ imports: await imports.list() })),
    forImporters(
      'post',
      '/api/imports',
      async ({ request }, viewer) => {
        if (Number(request.get('content-length') ?? 0) > limits.fileBytes) {
          throw new AppError('too_large', `A file may have at most ${limits.fileBytes / 1024 / 1024} MB.`);
        }
        const asked = String(request.query.country ?? '');
        const country = countries.includes(asked) ? asked : 'US';
        return imports.upload(viewer, { body: request, name: nameOf(request.get(fileNameHeader)), country });
      },
      { raw: true, limit: 'upload' },
    ),
    forImporters('get', '/api/imports/:id', async ({ request }) => imports.find(parseId<ImportId>(request))),
    forImporters('put', '/api/imports/:id', async ({ request }) =>
      imports.change(parseId<ImportId>(request), parseBody(request, importSettingsSchema)),
    ),
    forImporters('post', '/api/imports/:id/check', async ({ request }) => imports.check(parseId<ImportId>(request))),
    forImporters('post', '/api/imports/:id/run', async ({ request, caller }, viewer) =>
      imports.run(parseId<ImportId>(request), viewer, caller),
    ),
    forImporters('post', '/api/imports/:id/undo', async ({ request, caller }, viewer) =>
      imports.undo(parseId<ImportId>(request), viewer, caller),
    ),
    forImporters('get', '/api/imports/:id/refused', async ({ request, response }) => {
      const lines = await imports.refused(parseId<ImportId>(request));
      response.attachment('refused.csv').type('text/csv; charset=utf-8');
      await pipeline(Readable.from(lines), response);
    }),
  ];
}

function nameOf(header: string | undefined): string {
  try {
    return decodeURIComponent(header ?? '') || 'customers.csv';
  } catch {
    return 'customers.csv';
  }
}
