/** Puts the search together: what keeps the index, and what asks it. */
import type { InboxId } from '../../shared/model/ids.ts';
import type { Customers } from '../customers/customers.ts';
import type { ConversationStore } from '../store/conversations.ts';
import type { EntryStore } from '../store/entries.ts';
import { createEngine } from './engine.ts';
import { createFindEntries, type FindEntries, type Hearing, type KeepMeant } from './find-entries.ts';
import { createForgetSaid, type ForgetSaid } from './forget-said.ts';
import { createIndexer, type Indexer } from './indexer.ts';
import type { IndexerDeps } from './ports.ts';
import { createSearch, type Search, type SearchDeps } from './search.ts';
import { createDictionary } from './words.ts';

export interface SearchParts {
  indexer: Indexer;
  search: Search;
  findEntries: FindEntries;
  forgetSaid: ForgetSaid;
}

type Deps = IndexerDeps &
  Pick<SearchDeps, 'timeline'> & {
    hearing: Hearing;
    customers: Pick<Customers, 'findByAddress' | 'findArchived' | 'archivedAmong'>;
    entries: EntryStore;
    conversations: Pick<ConversationStore, 'findMany'>;
    inboxes(): Promise<readonly { id: InboxId; channel: string }[]>;
  };

export function createSearchParts(deps: Deps): SearchParts {
  const keepMeant: KeepMeant = async (found, { archived }) => {
    if (archived === undefined) return found;
    const meant = await deps.customers.archivedAmong(found.map(({ customer }) => customer.id));
    return found.filter(({ customer }) => meant.has(customer.id));
  };
  const findEntries = createFindEntries({
    ...{ ...deps, keepMeant },
    engine: createEngine(deps.store),
    channels: async () => new Map((await deps.inboxes()).map(({ id, channel }) => [id, channel])),
  });
  const search = createSearch({ ...deps, findEntries, keepMeant, dictionary: createDictionary(deps.store) });
  const indexer = createIndexer(deps);
  return { indexer, search, findEntries, forgetSaid: createForgetSaid({ ...deps, indexer }) };
}
