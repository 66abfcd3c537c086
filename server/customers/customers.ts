/** What is known of customers: read, changed by the team with everything noted down, and told to whoever has one of their conversations open. */
import { AppError } from '../../shared/errors.ts';
import type { Attribute, Tag } from '../../shared/model/catalogue.ts';
import type { VisitContext } from '../../shared/model/conversation.ts';
import type { CustomerCard, CustomerChange, CustomerHistoryEntry, PageVisit } from '../../shared/model/customer.ts';
import type { ConversationId, CustomerId, CustomerNoteId, IdentityId } from '../../shared/model/ids.ts';
import { ownerOf } from '../ingest/visitors.ts';
import type { Clock } from '../lib/clock.ts';
import type { Ids } from '../lib/ids.ts';
import type { Log } from '../lib/log.ts';
import type { ConversationStore } from '../store/conversations.ts';
import type { Profile, ProfileStore } from '../store/customer-profiles.ts';
import type { CustomerStore } from '../store/customers.ts';
import type { Conversation } from '../timeline/model.ts';
import type { ConversationScope, Timeline } from '../timeline/timeline.ts';
import { decideChange, type Editor } from './decide-change.ts';
import { presentCard } from './present-card.ts';
import { createNameSpreader } from './spread-names.ts';

export type CustomerFact =
  | { type: 'changed'; card: CustomerCard; conversationIds: ConversationId[] }
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
  /** Whether two conversations are one customer's. */
  isSameCustomer(one: Conversation, other: Conversation): Promise<boolean>;
  /** Conversations of whoever has an address like this, among those in this scope; the best first. */
  findByAddress(
    words: readonly string[],
    phones: readonly string[],
    query: { scope: ConversationScope; limit: number },
  ): Promise<Conversation[]>;
  /** The page that a visitor has come to; the same one again counts once. */
  visited(identityId: IdentityId, context: VisitContext, conversation: Conversation | null): Promise<void>;
  /** Goes on with what a crash left undone, and once in a while with what another node did. */
  start(): Promise<void>;
  stop(): Promise<void>;
  /** Forgets ways that ended long ago. */
  sweep(): Promise<void>;
}

export interface CustomersDeps {
  profiles: ProfileStore;
  customers: Pick<CustomerStore, 'findByAddress'>;
  conversations: Pick<ConversationStore, 'named'>;
  timeline: Pick<Timeline, 'find' | 'change' | 'ofCustomer' | 'findOfIdentities'>;
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
const TRAIL_KEPT_MS = 30 * 24 * 3_600_000;

export function createCustomers(deps: CustomersDeps): Customers {
  const { profiles, timeline, catalogue, clock, ids, log, publish } = deps;
  const names = createNameSpreader(deps);
  const underWay = new Set<Promise<void>>();
  /** so that a page that tells itself again and again costs no reading */
  const lastPages = new Map<IdentityId, PageVisit>();
  let timer: NodeJS.Timeout | undefined;

  function remember(id: IdentityId, page: PageVisit): void {
    lastPages.delete(id);
    lastPages.set(id, page);
    const [oldest] = lastPages.keys();
    if (lastPages.size > REMEMBERED && oldest !== undefined) lastPages.delete(oldest);
  }

  async function find({ identityId }: Pick<Conversation, 'identityId'>): Promise<Profile> {
    const identity = await profiles.identity(identityId);
    const profile = identity && (await profiles.profile(ownerOf(identity)));
    if (!profile) throw new AppError('not_found', 'This customer is not known.');
    return profile;
  }

  /** Identities that are the customer's by their newest claim. */
  async function identitiesOf(id: CustomerId) {
    return (await profiles.identitiesOf(id)).filter((identity) => ownerOf(identity) === id);
  }

  const cardOf = async (profile: Profile): Promise<CustomerCard> =>
    presentCard(profile, await identitiesOf(profile.id));

  async function tell(card: CustomerCard, id: CustomerId): Promise<void> {
    const own = (await identitiesOf(id)).map((identity) => identity.id);
    const { conversations } = await timeline.ofCustomer(own, TOLD);
    publish([{ type: 'changed', card, conversationIds: conversations.map((each) => each.id) }]);
  }

  function later(work: Promise<void>): void {
    const done = work
      .catch((error: unknown) => log.warn({ err: error }, 'A name was not brought to its conversations yet.'))
      .finally(() => underWay.delete(done));
    underWay.add(done);
  }

  async function change(conversation: Conversation, by: Editor, asked: CustomerChange): Promise<CustomerCard> {
    const [tags, attributes] = await Promise.all([catalogue.tags(), catalogue.attributes()]);
    for (let tries = 0; tries < TRIES; tries += 1) {
      const profile = await find(conversation);
      const known = { tags, attributes, at: clock.now(), noteId: ids.next<CustomerNoteId>() };
      const decision = decideChange(profile, asked, by, known);
      if (decision === null) return cardOf(profile);
      if (!(await profiles.change(profile.id, profile.rev, decision.change, decision.history))) continue;
      const card = await cardOf({ ...profile, ...decision.change, rev: profile.rev + 1 });
      if (decision.change.name !== undefined) later(names.spread(profile.id));
      await tell(card, profile.id);
      return card;
    }
    throw new AppError('conflict', 'Others are changing this customer. Try again.');
  }

  return {
    async read(conversation) {
      const [profile, trail] = await Promise.all([find(conversation), profiles.trail(conversation.identityId)]);
      return { card: await cardOf(profile), trail };
    },
    change,
    async history(conversation, field) {
      const { id } = await find(conversation);
      return (await profiles.history(id)).filter((each) => each.field === field);
    },
    async others(conversation, limit, cursor) {
      const { id } = await find(conversation);
      const own = (await identitiesOf(id)).map((identity) => identity.id);
      const page = await timeline.ofCustomer(own, limit, cursor);
      return { ...page, conversations: page.conversations.filter((each) => each.id !== conversation.id) };
    },
    async isSameCustomer(one, other) {
      if (one.identityId === other.identityId) return true;
      const [mine, theirs] = await Promise.all([one, other].map((each) => profiles.identity(each.identityId)));
      return !!mine && !!theirs && ownerOf(mine) === ownerOf(theirs);
    },
    async findByAddress(words, phones, query) {
      const found = await deps.customers.findByAddress([words, ...phones.map((phone) => [phone])]);
      return timeline.findOfIdentities(found, query);
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
      await names.mend();
      timer = setInterval(() => later(names.mend()), MEND_EVERY_MS).unref();
    },
    async stop() {
      clearInterval(timer);
      while (underWay.size > 0) await Promise.all(underWay);
    },
    sweep: () => profiles.dropTrails(clock.now() - TRAIL_KEPT_MS),
  };
}
