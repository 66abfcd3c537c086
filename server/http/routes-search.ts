/** The search index over HTTP: how it stands, and building it anew. */
import type { Audit } from '../accounts/audit.ts';
import type { Indexer } from '../search/indexer.ts';
import { forPermission, type Route } from './route.ts';
import { createRecorder } from './settings.ts';

export interface SearchIndexDeps {
  searchIndex: Pick<Indexer, 'status' | 'rebuild'>;
  audit: Pick<Audit, 'record'>;
}

export function searchIndexRoutes({ searchIndex, audit }: SearchIndexDeps): Route[] {
  const record = createRecorder(audit);
  return [
    forPermission('workspace:manage', 'get', '/api/search-index', () => searchIndex.status()),
    forPermission('workspace:manage', 'post', '/api/search-index/rebuild', async (call, viewer) => {
      await searchIndex.rebuild();
      await record('search.rebuilt', viewer, '', call, {});
      return searchIndex.status();
    }),
  ];
}
