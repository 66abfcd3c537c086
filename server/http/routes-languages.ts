/** The languages of the workspace over HTTP: which ones customers are served in, and which one the rest hear. */
import { servedLanguagesSchema } from '../../shared/model/inbox.ts';
import type { Audit } from '../accounts/audit.ts';
import type { Catalogue } from '../catalogue/catalogue.ts';
import type { Directory } from '../store/directory.ts';
import { parseBody } from './parse.ts';
import { forPermission, type Route } from './route.ts';
import { createRecorder } from './settings.ts';

export interface LanguageDeps {
  directory: Pick<Directory, 'languages' | 'saveLanguages'>;
  catalogue: Pick<Catalogue, 'announce'>;
  audit: Pick<Audit, 'record'>;
}

export function languageRoutes({ directory, catalogue, audit }: LanguageDeps): Route[] {
  const record = createRecorder(audit);
  return [
    forPermission('workspace:manage', 'get', '/api/languages', () => directory.languages()),
    forPermission('workspace:manage', 'put', '/api/languages', async (call, viewer) => {
      const languages = parseBody(call.request, servedLanguagesSchema);
      await directory.saveLanguages(languages);
      catalogue.announce();
      await record('languages.changed', viewer, '', call, { ...languages });
      return languages;
    }),
  ];
}
