/** Tags, dispositions, reasons, attributes, canned replies, macros and saved views over HTTP. */
import type { Catalogue as CatalogueAnswer } from '../../shared/api.ts';
import type { Catalogue } from '../catalogue/catalogue.ts';
import { type ListedKind, listedInputs, type SharedKind, sharedInputs } from '../catalogue/model.ts';
import type { Directory } from '../store/directory.ts';
import { parseBody, parseId } from './parse.ts';
import { forPermission, forUsers, type Route } from './route.ts';

export interface CatalogueRouteDeps {
  catalogue: Catalogue;
  directory: Pick<Directory, 'teams' | 'queues' | 'inboxes'>;
}

export function catalogueRoutes({ catalogue, directory }: CatalogueRouteDeps): Route[] {
  return [
    forUsers('get', '/api/catalogue', async (): Promise<CatalogueAnswer> => {
      const [tags, dispositions, presenceReasons, attributes] = await Promise.all([
        catalogue.tags(),
        catalogue.dispositions(),
        catalogue.presenceReasons(),
        catalogue.attributes(),
      ]);
      const [teams, queues, inboxes] = await Promise.all([directory.teams(), directory.queues(), directory.inboxes()]);
      return {
        ...{ tags, dispositions, presenceReasons, attributes, teams },
        queues: queues.map(({ id, name, teamIds, archived }) => ({ id, name, teamIds, archived })),
        inboxes: inboxes.map(({ id, name, channel, archived = false }) => ({ id, name, channel, archived })),
      };
    }),
    ...listedRoutes(catalogue, 'tag', '/api/tags'),
    ...listedRoutes(catalogue, 'disposition', '/api/dispositions'),
    ...listedRoutes(catalogue, 'presence-reason', '/api/presence-reasons'),
    ...listedRoutes(catalogue, 'attribute', '/api/attributes'),
    ...sharedRoutes(catalogue, 'canned-reply', '/api/canned-replies', 'cannedReplies'),
    ...sharedRoutes(catalogue, 'macro', '/api/macros', 'macros'),
    ...sharedRoutes(catalogue, 'saved-view', '/api/views', 'views'),
  ];
}

/** They are read with the catalogue. */
function listedRoutes<Kind extends ListedKind>({ listed }: Catalogue, kind: Kind, path: string): Route[] {
  return [
    forPermission('workspace:manage', 'post', path, async ({ request, caller }, viewer) =>
      listed.create(kind, parseBody(request, listedInputs[kind]), viewer, caller),
    ),
    forPermission('workspace:manage', 'put', `${path}/:id`, async ({ request, caller }, viewer) =>
      listed.change(kind, parseId(request), parseBody(request, listedInputs[kind]), viewer, caller),
    ),
  ];
}

/** `?all` in the list: also those of teams one is not in, for whoever sets up the workspace. */
function sharedRoutes<Kind extends SharedKind>({ shared }: Catalogue, kind: Kind, path: string, name: string): Route[] {
  return [
    forUsers('get', path, async ({ request }, viewer) => ({
      [name]: await (request.query.all === undefined ? shared.usableBy : shared.visibleTo)(kind, viewer),
    })),
    forUsers('post', path, async ({ request, caller }, viewer) =>
      shared.create(kind, parseBody(request, sharedInputs[kind]), viewer, caller),
    ),
    forUsers('put', `${path}/:id`, async ({ request, caller }, viewer) =>
      shared.change(kind, parseId(request), parseBody(request, sharedInputs[kind]), viewer, caller),
    ),
    forUsers('delete', `${path}/:id`, async ({ request, caller }, viewer) =>
      shared.remove(kind, parseId(request), viewer, caller),
    ),
  ];
}
