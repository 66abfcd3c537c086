/** What everybody chooses from: read all the time, changed by few, told to every console when it changed. */
import type { Attribute, CannedReply, Disposition, Macro, PresenceReason, Tag } from '../../shared/model/catalogue.ts';
import type { Audit } from '../accounts/audit.ts';
import type { UserViewer } from '../accounts/scope.ts';
import type { Clock } from '../lib/clock.ts';
import type { Ids } from '../lib/ids.ts';
import type { CatalogueStore } from '../store/catalogue.ts';
import type { Directory } from '../store/directory.ts';
import { createListed, type ListedCatalogue } from './listed.ts';
import type { CatalogueFact } from './model.ts';
import { createShared, type SharedCatalogue } from './shared.ts';

export interface CatalogueDeps {
  store: CatalogueStore;
  directory: Pick<Directory, 'queues' | 'teams' | 'invalidate'>;
  audit: Pick<Audit, 'record'>;
  ids: Ids;
  clock: Clock;
  /** told after the change is durable */
  publish(fact: CatalogueFact): void;
}

/** The four lists are answered from memory for up to five seconds; what this node writes is seen at once. */
export interface Catalogue {
  tags(): Promise<Tag[]>;
  dispositions(): Promise<Disposition[]>;
  presenceReasons(): Promise<PresenceReason[]>;
  attributes(): Promise<Attribute[]>;
  /** only what is shared with the viewer */
  cannedReplies(viewer: UserViewer): Promise<CannedReply[]>;
  macros(viewer: UserViewer): Promise<Macro[]>;
  listed: Pick<ListedCatalogue, 'create' | 'change'>;
  shared: SharedCatalogue;
  /** Queues, inboxes, calendars or teams changed: every console reads them again. */
  announce(): void;
  /** Forgets what is in memory, of the directory too; called when another node changed it. */
  forget(): void;
}

export function createCatalogue(deps: CatalogueDeps): Catalogue {
  const listed = createListed(deps);
  const shared = createShared(deps, listed);
  return {
    tags: async () => (await listed.all()).tag,
    dispositions: async () => (await listed.all()).disposition,
    presenceReasons: async () => (await listed.all())['presence-reason'],
    attributes: async () => (await listed.all()).attribute,
    cannedReplies: (viewer) => shared.usableBy('canned-reply', viewer),
    macros: (viewer) => shared.usableBy('macro', viewer),
    listed,
    shared,
    announce: () => deps.publish({ to: 'everybody' }),
    forget() {
      listed.forget();
      deps.directory.invalidate();
    },
  };
}
