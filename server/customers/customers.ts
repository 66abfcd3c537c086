/** What is known of customers: read, changed by the team with everything noted down, and told to whoever has one of their conversations open. */
import { AppError } from '../../shared/errors.ts';
import type { Attribute, Tag } from '../../shared/model/catalogue.ts';
import type { VisitContext } from '../../shared/model/conversation.ts';
import type { CustomerCard, CustomerChange, CustomerHistoryEntry, PageVisit } from '../../shared/model/customer.ts';
import type { AddressAdded } from '../../shared/model/customer-address.ts';
import type { ConversationId, CustomerId, CustomerNoteId, IdentityId } from '../../shared/model/ids.ts';
import { standardAttributes } from '../../shared/model/standard-attributes.ts';
import type { Clock } from '../lib/clock.ts';
import type { Ids } from '../lib/ids.ts';
import type { Log } from '../lib/log.ts';
import type { ConversationStore } from '../store/conversations.ts';
import type { MatchStore } from '../store/customer-matches.ts';
import type { MergeStore } from '../store/customer-merges.ts';
import type { Profile, ProfileStore } from '../store/customer-profiles.ts';
import type { CustomerStore, Identity } from '../store/customers.ts';
import type { HistoryLog } from '../timeline/history.ts';
import type { Conversation } from '../timeline/model.ts';
import type { ConversationScope, Timeline } from '../timeline/timeline.ts';
import { type AddressOrder, createAddresses } from './addresses.ts';
import { createArchiving } from './archiving.ts';
import { decideChange, type Editor } from './decide-change.ts';
import { createMatching, type Matching } from './matching/matching.ts';
import { createFamilies, type Families } from './merging/families.ts';
import { type Family, placeChange } from './merging/join-profiles.ts';
import { createMerging, type Merging, type Party } from './merging/merging.ts';
import { presentCard } from './present-card.ts';
import { createSharedNumbers, type SharedNumbers } from './shared-numbers.ts';
import { createNameSpreader } from './spread-names.ts';
import { createWaking } from './waking.ts';

export type CustomerFact =
  | { type: 'changed'; card: CustomerCard; conversationIds: ConversationId[] }
  /** what is known of them is gone: their visits end */
  | { type: 'erased'; identityIds: readonly IdentityId[] }
  | { type: 'visited'; conversationId: ConversationId; customerId: CustomerId; page: PageVisit };

export interface Customers {
  /** @throws AppError `not_found` when nobody is known of whom this conversation could be */
  read(conversation: Conversation): Promise<{ card: CustomerCard; trail: PageVisit[] }>;
  /** Resolves when it is durable; a repeat changes nothing. @throws AppError as `decideChange` does, `conflict` when too many change at once */
  change(conversation: Conversation, by: Editor, change: CustomerChange): Promise<CustomerCard>;
  /** Newest first. */
  history(conversation: Conversation, field: string): Promise<CustomerHistoryEntry[]>;
  /** The customer's other conversations, newest first. */
  others(
    conversation: Conversation,
    limit: number,
    cursor?: string,
  ): Promise<{ conversations: Conversation[]; next: string | null }>;
  /** All conversations of the customer and of everybody who is part of them, as their history is read by, and who these are. */
  historyOf(conversation: Conversation): Promise<{ logs: HistoryLog[]; ids: CustomerId[] }>;
  /** What they are reached by, and what the team knows of them. */
  reached(conversation: Conversation): Promise<{ identities: Identity[] } & Pick<Profile, 'attributes'>>;
  /** Whether two conversations are one customer's. */
  isSameCustomer(one: Conversation, other: Conversation): Promise<boolean>;
  /** Somebody of whom there is no conversation, as whoever was imported; null for everybody else. */
  unheard(id: CustomerId): Promise<Party | null>;
  /** As `Addresses.add`, with the card that it left. @throws AppError as that does */
  addAddress(
    conversation: Conversation,
    by: Editor,
    order: AddressOrder,
    maySee: (conversation: Conversation) => boolean,
  ): Promise<AddressAdded>;
  /** @throws AppError `not_found` for one that is not theirs */
  removeAddress(conversation: Conversation, by: Editor, key: string): Promise<{ card: CustomerCard; value: string }>;
  merging: Pick<Merging, 'preview' | 'merge' | 'undo'>;
  numbers: SharedNumbers;
  matching: Pick<Matching, 'matches' | 'tellApart' | 'duplicates'>;
  /** Conversations of whoever has an address like this, among those in this scope; the best first. */
  findByAddress(
    words: readonly string[],
    phones: readonly string[],
    query: { scope: ConversationScope; limit: number },
  ): Promise<Conversation[]>;
  /** Conversations of customers who are archived, among those in this scope. */
  findArchived(query: { scope: ConversationScope; limit: number }): Promise<Conversation[]>;
  /** The page that a visitor has come to; the same one again counts once. */
  visited(identityId: IdentityId, context: VisitContext, conversation: Conversation | null): Promise<void>;
  /** They wrote, by whatever way: if archived, they come back a moment later. */
  wrote(id: CustomerId): void;
  /** Those of these who are archived. */
  archivedAmong(ids: readonly CustomerId[]): Promise<ReadonlySet<CustomerId>>;
  families: Families;
  /** Whoever shows otherwise now, or nobody any more: tells everybody, and brings their names to their conversations. */
  changed(ids: readonly CustomerId[]): Promise<void>;
  /** Goes on with what a crash left undone, and once in a while with what another node did. */
  start(): Promise<void>;
  stop(): Promise<void>;
  /** Forgets ways that ended long ago. */
  sweep(): Promise<void>;
}

export interface CustomersDeps {
  profiles: ProfileStore;
  merges: MergeStore;
  matches: MatchStore;
  customers: Pick<
    CustomerStore,
    | 'findByAddress'
    | 'findIdentity'
    | 'addIdentity'
    | 'release'
    | 'describe'
    | 'shown'
    | 'wake'
    | 'identity'
    | 'sharing'
    | 'create'
  >;
  conversations: Pick<ConversationStore, 'shownOtherwise'>;
  timeline: Pick<Timeline, 'find' | 'revise' | 'append' | 'ofCustomer' | 'findOfIdentities' | 'logsOf'>;
  catalogue: { tags(): Promise<readonly Tag[]>; attributes(): Promise<readonly Attribute[]> };
  clock: Clock;
  ids: Ids;
  log: Log;
  publish(facts: CustomerFact[]): void;
}

const TRIES = 20;
/** Far more conversations than anybody has open of one customer. */
const TOLD = 500;
const REMEMBERED = 5_000;
const MEND_EVERY_MS = 60_000;
const PREPARE_EVERY_MS = 5_000;
const TRAIL_KEPT_MS = 30 * 24 * 3_600_000;

export function createCustomers(deps: CustomersDeps): Customers {
  const { profiles, timeline, catalogue, clock, ids, log, publish } = deps;
  const families = createFamilies(profiles);
  const names = createNameSpreader({ ...deps, families });
  const merging = createMerging({ ...deps, journal: deps.merges, families, changed });
  // Where somebody works, what they do and what they like is what many share.
  const tellingAttributes = async () => [
    ...standardAttributes.filter(({ id }) => id === 'birthday' || id === 'address'),
    ...(await catalogue.attributes()),
  ];
  const settle = createArchiving({ ...deps, changed });
  const matching = createMatching({ ...deps, store: deps.matches, families, attributes: tellingAttributes, settle });
  const waking = createWaking(deps);
  const addresses = createAddresses({ ...deps, families });
  const underWay = new Set<Promise<void>>();
  /** so that a page that tells itself again and again costs no reading */
  const lastPages = new Map<IdentityId, PageVisit>();
  let timer: NodeJS.Timeout | undefined;
  let preparing: NodeJS.Timeout | undefined;
  let isPreparing = false;

  function remember(id: IdentityId, page: PageVisit): void {
    lastPages.delete(id);
    lastPages.set(id, page);
    const [oldest] = lastPages.keys();
    if (lastPages.size > REMEMBERED && oldest !== undefined) lastPages.delete(oldest);
  }

  async function find({ identityId }: Pick<Conversation, 'identityId'>): Promise<Family> {
    const family = await families.ofIdentity(identityId);
    if (family === null) throw new AppError('not_found', 'This customer is not known.');
    return family;
  }

  async function cardOf(family: Family): Promise<CustomerCard> {
    const identities = await families.identitiesOf(family);
    const own = identities.map(({ id }) => id);
    const { conversations } = await timeline.ofCustomer(own, 2);
    return { ...presentCard(family, identities, clock.now()), hasOthers: conversations.length > 1 };
  }

  async function tell(card: CustomerCard, family: Family): Promise<void> {
    const own = (await families.identitiesOf(family)).map((identity) => identity.id);
    const { conversations } = await timeline.ofCustomer(own, TOLD);
    publish([{ type: 'changed', card, conversationIds: conversations.map((each) => each.id) }]);
  }

  /** Whoever shows others now, or nobody any more: told at once, and brought to their conversations. */
  async function changed(ids: readonly CustomerId[]): Promise<void> {
    for (const id of ids) {
      const family = await families.of(id);
      if (family === null) continue;
      later(names.spread(family.root.id));
      await tell(await cardOf(family), family);
    }
  }

  function later(work: Promise<void>): void {
    const done = work
      .catch((error: unknown) => log.warn({ err: error }, 'What follows from a change of customers is not done yet.'))
      .finally(() => underWay.delete(done));
    underWay.add(done);
  }

  /** One batch at a time; nobody waits for it. */
  function prepare(): void {
    if (isPreparing) return;
    isPreparing = true;
    later(
      matching
        .prepare()
        .then(() => undefined)
        .finally(() => {
          isPreparing = false;
        }),
    );
  }

  async function mend(): Promise<void> {
    await merging.mend();
    await names.mend();
  }

  async function change(conversation: Conversation, by: Editor, asked: CustomerChange): Promise<CustomerCard> {
    const [tags, defined] = await Promise.all([catalogue.tags(), catalogue.attributes()]);
    const attributes = [...standardAttributes, ...defined];
    for (let tries = 0; tries < TRIES; tries += 1) {
      const family = await find(conversation);
      const known = { tags, attributes, at: clock.now(), noteId: ids.next<CustomerNoteId>() };
      const decision = decideChange(family.joined, asked, by, known);
      if (decision === null) return cardOf(family);
      const { home, change, edited } = placeChange(family, decision.change);
      if (!(await profiles.change(home.id, home.rev, change, decision.history, edited))) continue;
      if (home.id !== family.root.id) {
        for (const { id } of (await families.wayUp(home.id)).slice(1)) await profiles.touch(id);
      }
      const after = await find(conversation);
      const card = await cardOf(after);
      const { name, attributes: changed } = decision.change;
      if (name !== undefined || changed !== undefined) later(names.spread(after.root.id));
      await tell(card, after);
      return card;
    }
    throw new AppError('conflict', 'Others are changing this customer. Try again.');
  }

  return {
    async read(conversation) {
      const [family, trail] = await Promise.all([find(conversation), profiles.trail(conversation.identityId)]);
      return { card: await cardOf(family), trail };
    },
    change,
    async history(conversation, field) {
      const family = await find(conversation);
      if (field === 'merge') return merging.history(family);
      const changes = await profiles.history(family.members.map(({ id }) => id));
      return changes.filter((each) => each.field === field);
    },
    async others(conversation, limit, cursor) {
      const own = (await families.identitiesOf(await find(conversation))).map((identity) => identity.id);
      const page = await timeline.ofCustomer(own, limit, cursor);
      return { ...page, conversations: page.conversations.filter((each) => each.id !== conversation.id) };
    },
    async historyOf(conversation) {
      const family = await find(conversation);
      const logs = await timeline.logsOf((await families.identitiesOf(family)).map(({ id }) => id));
      return { logs, ids: family.members.map(({ id }) => id) };
    },
    async reached({ identityId }) {
      const family = await families.ofIdentity(identityId);
      if (family === null) return { identities: [], attributes: {} };
      return { identities: await families.identitiesOf(family), attributes: family.joined.attributes };
    },
    async isSameCustomer(one, other) {
      if (one.identityId === other.identityId) return true;
      const [mine, theirs] = await Promise.all([one, other].map((each) => families.ofIdentity(each.identityId)));
      return !!mine && !!theirs && mine.root.id === theirs.root.id;
    },
    async unheard(id) {
      const family = await families.of(id);
      const own = family ? await families.identitiesOf(family) : [];
      const [first] = own;
      if (!family || !first) return null;
      const { conversations } = await timeline.ofCustomer(
        own.map((each) => each.id),
        1,
      );
      if (conversations.length > 0) return null;
      const address = own.find(({ kind }) => kind === 'email' || kind === 'phone')?.value;
      return { identityId: first.id, customer: { name: family.joined.name ?? address ?? '' } };
    },
    async addAddress(conversation, by, order, maySee) {
      const added = await addresses.add(await find(conversation), by, order, maySee);
      if (added.kind === 'taken') return added;
      const family = await find(conversation);
      const card = await cardOf(family);
      await tell(card, family);
      return { kind: 'added', card };
    },
    async removeAddress(conversation, by, key) {
      const value = await addresses.remove(await find(conversation), by, key);
      if (value === null) throw new AppError('not_found', 'There is no such address.');
      const family = await find(conversation);
      const card = await cardOf(family);
      await tell(card, family);
      return { card, value };
    },
    merging,
    numbers: createSharedNumbers({ ...deps, families, changed }),
    matching,
    wrote: waking.wrote,
    async archivedAmong(ids) {
      const found = ids.length === 0 ? [] : await profiles.profiles([...new Set(ids)]);
      return new Set(found.flatMap(({ id, archivedAt }) => (archivedAt === null ? [] : [id])));
    },
    families,
    changed,
    async findByAddress(words, phones, query) {
      const owners = await deps.customers.findByAddress([words, ...phones.map((phone) => [phone])]);
      const found = await families.identitiesOfAll(owners);
      return timeline.findOfIdentities(
        found.map(({ id }) => id),
        query,
      );
    },
    async findArchived(query) {
      const found = await families.identitiesOfAll(await profiles.archived(query.limit));
      return timeline.findOfIdentities(
        found.map(({ id }) => id),
        query,
      );
    },
    async visited(identityId, { url, title = '' }, conversation) {
      if (url === undefined || url === '') return;
      const last = lastPages.get(identityId) ?? (await profiles.trail(identityId)).at(-1);
      if (last?.url === url) return;
      const page = { url, title, at: clock.now() };
      remember(identityId, page);
      await profiles.visit(identityId, page);
      if (conversation === null) return;
      publish([{ type: 'visited', conversationId: conversation.id, customerId: conversation.customer.id, page }]);
    },
    async start() {
      await mend();
      timer = setInterval(() => later(mend()), MEND_EVERY_MS).unref();
      preparing = setInterval(prepare, PREPARE_EVERY_MS).unref();
    },
    async stop() {
      clearInterval(timer);
      clearInterval(preparing);
      await waking.settle();
      while (underWay.size > 0) await Promise.all(underWay);
    },
    sweep: () => profiles.dropTrails(clock.now() - TRAIL_KEPT_MS),
  };
}
