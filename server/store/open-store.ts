/** Opens the database and gives every repository; the only way in. */

import type { FloorStore } from '../floor/ports.ts';
import type { Log } from '../lib/log.ts';
import type { BulkStore } from '../lists/bulk/bulk.ts';
import type { AgentStore, WorkStore } from '../routing/ports.ts';
import { type AccountStore, createAccountStore } from './accounts.ts';
import { createAgentStore } from './agents.ts';
import { createBulkStore } from './bulk-jobs.ts';
import { type CallEventStore, type CallStore, createCallStores } from './calls.ts';
import { type CatalogueStore, createCatalogueStore } from './catalogue.ts';
import { type ChannelStateStore, createChannelStateStore } from './channel-state.ts';
import { connect } from './connect.ts';
import { type ConversationStore, createConversationStore } from './conversations.ts';
import { createImportStore, type ImportStore } from './customer-imports.ts';
import { type CustomerListStore, createCustomerListStore } from './customer-list.ts';
import { createMatchStore, type MatchStore } from './customer-matches.ts';
import { createMergeStore, type MergeStore } from './customer-merges.ts';
import { createProfileStore, type ProfileStore } from './customer-profiles.ts';
import { type CustomerStore, createCustomerStore } from './customers.ts';
import { createDraftStore, type DraftStore } from './desk-drafts.ts';
import { createMacroRunStore, type MacroRunStore } from './desk-macros.ts';
import { createHeldStore, type HeldStore } from './desk-schedule.ts';
import { createDirectoryStore, type DirectoryStore } from './directory.ts';
import { createEntryStore, type EntryStore } from './entries.ts';
import { createErasureStore, type ErasureStore } from './erasure.ts';
import { createFileStore, type FileStore } from './files.ts';
import { createFloorStore } from './floor.ts';
import { createFloorPeople, type FloorPeople } from './floor-people.ts';
import { createLeaseStore, type LeaseStore } from './leases.ts';
import { migrate } from './migrate.ts';
import { createNoticeStore, type NoticeStore } from './notices.ts';
import { createOutboxStore, type OutboxStore } from './outbox.ts';
import { createPlacementStore, type PlacementStore } from './placements.ts';
import { createPreferenceStore, type PreferenceStore } from './preferences.ts';
import { createRetentionStore, type RetentionStore } from './retention.ts';
import { createSearchIndexStore, type SearchIndexStore } from './search-index.ts';
import { createWorkStore } from './work-items.ts';

export interface Store {
  conversations: ConversationStore;
  entries: EntryStore;
  customers: CustomerStore;
  profiles: ProfileStore;
  merges: MergeStore;
  matches: MatchStore;
  imports: ImportStore;
  customerList: CustomerListStore;
  erasure: ErasureStore;
  retention: RetentionStore;
  leases: LeaseStore;
  catalogue: CatalogueStore;
  channelState: ChannelStateStore;
  work: WorkStore;
  agents: AgentStore;
  accounts: AccountStore;
  bulk: BulkStore;
  directory: DirectoryStore;
  files: FileStore;
  drafts: DraftStore;
  held: HeldStore;
  macroRuns: MacroRunStore;
  floor: FloorStore;
  floorPeople: FloorPeople;
  notices: NoticeStore;
  outbox: OutboxStore;
  placements: PlacementStore;
  calls: CallStore;
  callEvents: CallEventStore;
  preferences: PreferenceStore;
  searchIndex: SearchIndexStore;
  /** Creates indexes and raises the schema; `progress` is told one line per step. @throws when the database is newer than the program */
  migrate(progress: (text: string) => void): Promise<void>;
  /** @throws when the database does not answer */
  ping(): Promise<void>;
  close(): Promise<void>;
}

/** @param uri mongodb://… @throws when no server answers within 10 s */
export async function openStore(uri: string, log: Log): Promise<Store> {
  const connection = await connect(uri, log);
  return {
    conversations: createConversationStore(connection),
    entries: createEntryStore(connection),
    customers: createCustomerStore(connection),
    profiles: createProfileStore(connection),
    merges: createMergeStore(connection),
    matches: createMatchStore(connection),
    imports: createImportStore(connection),
    customerList: createCustomerListStore(connection),
    erasure: createErasureStore(connection),
    retention: createRetentionStore(connection),
    leases: createLeaseStore(connection),
    catalogue: createCatalogueStore(connection),
    channelState: createChannelStateStore(connection),
    work: createWorkStore(connection),
    agents: createAgentStore(connection),
    accounts: createAccountStore(connection),
    bulk: createBulkStore(connection),
    directory: createDirectoryStore(connection),
    files: createFileStore(connection),
    drafts: createDraftStore(connection),
    held: createHeldStore(connection),
    macroRuns: createMacroRunStore(connection),
    floor: createFloorStore(connection),
    floorPeople: createFloorPeople(connection),
    notices: createNoticeStore(connection),
    outbox: createOutboxStore(connection),
    placements: createPlacementStore(connection),
    ...createCallStores(connection),
    preferences: createPreferenceStore(connection),
    searchIndex: createSearchIndexStore(connection),
    migrate: (progress) => migrate(connection, progress),
    async ping() {
      await connection.db?.command({ ping: 1 });
    },
    close: () => connection.close(),
  };
}
