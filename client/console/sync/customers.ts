/** What is known of customers whose conversations are open: read once, kept up to date by what the server tells. */
import type { z } from 'zod';
import type { Result } from '../../../shared/errors.ts';
import type { ConsoleAnswers, ConsoleRequests } from '../../../shared/events.ts';
import type { HistoryKey } from '../../../shared/history.ts';
import type { ConversationRow } from '../../../shared/model/conversation.ts';
import type { CustomerCard, CustomerChange, PageVisit } from '../../../shared/model/customer.ts';
import type { AddressAdded, addressRequests } from '../../../shared/model/customer-address.ts';
import type { OtherCustomer } from '../../../shared/model/customer-match.ts';
import type { MergePreview, mergeRequests } from '../../../shared/model/customer-merge.ts';
import type { ConversationId, CustomerId, MergeId } from '../../../shared/model/ids.ts';
import type { DeskState } from './desk-state.ts';
import type { Losses } from './losses.ts';
import type { Store } from './store.ts';
import type { Transport } from './transport.ts';

export type MergeOrder = Omit<z.input<(typeof mergeRequests)['customer:merge']>, 'conversationId'>;

export type AddressOrder = Omit<z.input<(typeof addressRequests)['customer:address-add']>, 'conversationId'>;

export interface KnownCustomers {
  cards: Readonly<Record<CustomerId, CustomerCard>>;
  /** whose conversation it is, and the pages of their visit, oldest first */
  of: Readonly<Record<ConversationId, { customerId: CustomerId; trail: readonly PageVisit[] }>>;
}

export const noCustomers: KnownCustomers = { cards: {}, of: {} };

/** As many as may be gone back to at once; older ones are read again. */
const kept = 30;
const pagesKept = 20;
/** Messages with files that are read at once. */
const FILES = 10;

export function putCard(known: KnownCustomers, card: CustomerCard): KnownCustomers {
  const before = known.cards[card.id];
  if (before && before.rev > card.rev) return known;
  return { ...known, cards: { ...known.cards, [card.id]: card } };
}

export function putCustomer(
  known: KnownCustomers,
  conversationId: ConversationId,
  { card, trail }: ConsoleAnswers['customer:read'],
): KnownCustomers {
  const { [conversationId]: _, ...others } = known.of;
  const of = Object.fromEntries(Object.entries(others).slice(-(kept - 1))) as Record<
    ConversationId,
    KnownCustomers['of'][ConversationId]
  >;
  of[conversationId] = { customerId: card.id, trail };
  const wanted = new Set(Object.values(of).map(({ customerId }) => customerId));
  const cards = Object.fromEntries(Object.entries(known.cards).filter(([id]) => wanted.has(id as CustomerId)));
  return putCard({ cards, of }, card);
}

export function addPage(known: KnownCustomers, conversationId: ConversationId, page: PageVisit): KnownCustomers {
  const before = known.of[conversationId];
  if (!before || before.trail.some(({ at, url }) => at === page.at && url === page.url)) return known;
  const trail = [...before.trail, page].slice(-pagesKept);
  return { ...known, of: { ...known.of, [conversationId]: { ...before, trail } } };
}

/** The card of a conversation's customer, who since a merge may be another one. */
export function followCard(known: KnownCustomers, conversationId: ConversationId, card: CustomerCard): KnownCustomers {
  const before = known.of[conversationId];
  if (!before) return known.cards[card.id] ? putCard(known, card) : known;
  if (before.customerId === card.id) return putCard(known, card);
  return putCard({ ...known, of: { ...known.of, [conversationId]: { ...before, customerId: card.id } } }, card);
}

/** Another conversation of a customer whose card is here: there is more to read than the one that is open. */
export function noteOther(known: KnownCustomers, { conversation: { id, customer } }: ConversationRow): KnownCustomers {
  const card = known.cards[customer.id];
  if (!card || card.hasOthers) return known;
  const isOther = Object.entries(known.of).some(([of, one]) => one.customerId === customer.id && of !== id);
  return isOther ? { ...known, cards: { ...known.cards, [customer.id]: { ...card, hasOthers: true } } } : known;
}

export interface CustomerDesk {
  /** Reads it anew; what the server tells from then on keeps it so. */
  read(id: ConversationId): Promise<Result<ConsoleAnswers['customer:read']>>;
  change(id: ConversationId, change: CustomerChange): Promise<Result<CustomerCard>>;
  /** What would become of this conversation's customer and that of another one. */
  previewMerge(id: ConversationId, other: OtherCustomer): Promise<Result<MergePreview>>;
  merge(id: ConversationId, order: MergeOrder): Promise<Result<ConsoleAnswers['customer:merge']>>;
  /** Who may be the same person. */
  matches(id: ConversationId): Promise<Result<ConsoleAnswers['customer:matches']>>;
  /** Of all customers, as far as one may merge them. */
  duplicates(): Promise<Result<ConsoleAnswers['customers:duplicates']>>;
  distinguish(id: ConversationId, other: OtherCustomer): Promise<Result<null>>;
  unmerge(id: ConversationId, mergeId: MergeId): Promise<Result<CustomerCard>>;
  /** Nothing is written down when somebody else has it. */
  addAddress(id: ConversationId, order: AddressOrder): Promise<Result<AddressAdded>>;
  removeAddress(id: ConversationId, key: string): Promise<Result<CustomerCard>>;
  /** Whose conversation it is, where several use its number. */
  number(id: ConversationId): Promise<Result<ConsoleAnswers['customer:number']>>;
  chooseNumber(
    id: ConversationId,
    choice: z.input<ConsoleRequests['customer:number-choose']>['choice'],
  ): Promise<Result<ConsoleAnswers['customer:number']>>;
  history(id: ConversationId, field: string): Promise<Result<ConsoleAnswers['customer:history']>>;
  conversations(id: ConversationId, cursor?: string): Promise<Result<ConsoleAnswers['customer:conversations']>>;
  /** What came with files in any conversation of theirs that one may read, the newest last. */
  files(id: ConversationId, before?: HistoryKey): Promise<Result<ConsoleAnswers['history:page']>>;
  entries(id: ConversationId, of: ConversationId, before?: number): Promise<Result<ConsoleAnswers['customer:entries']>>;
}

export function createCustomerDesk(
  store: Store<DeskState>,
  transport: Pick<Transport, 'ask' | 'on'>,
  losses: Pick<Losses, 'tell'>,
): CustomerDesk & { listen(): void; refresh(): void } {
  const change = (next: (known: KnownCustomers) => KnownCustomers): void =>
    store.set((state) => {
      const customers = next(state.customers);
      return customers === state.customers ? state : { ...state, customers };
    });

  /** by what is being read at this moment: the thread and the panel ask together */
  const reading = new Map<ConversationId, ReturnType<CustomerDesk['read']>>();

  function read(conversationId: ConversationId): ReturnType<CustomerDesk['read']> {
    const underWay = reading.get(conversationId);
    if (underWay) return underWay;
    const asked = transport.ask('customer:read', { conversationId }).then((answer) => {
      reading.delete(conversationId);
      if (!answer.ok) return answer;
      const { card } = answer.value;
      // Erased while nobody here was told of it.
      const isLost = card.isErased && store.get().customers.cards[card.id]?.isErased === false;
      change((known) => putCustomer(known, conversationId, answer.value));
      if (isLost) losses.tell(null);
      return answer;
    });
    reading.set(conversationId, asked);
    return asked;
  }

  return {
    read,
    async change(conversationId, asked) {
      const answer = await transport.ask('customer:change', { conversationId, change: asked });
      if (answer.ok) change((known) => putCard(known, answer.value));
      return answer;
    },
    previewMerge: (conversationId, other) => transport.ask('customer:merge-preview', { conversationId, other }),
    matches: (conversationId) => transport.ask('customer:matches', { conversationId }),
    duplicates: () => transport.ask('customers:duplicates', {}),
    distinguish: (conversationId, other) => transport.ask('customer:distinguish', { conversationId, other }),
    async merge(conversationId, order) {
      const answer = await transport.ask('customer:merge', { conversationId, ...order });
      if (answer.ok) change((known) => followCard(known, conversationId, answer.value.card));
      return answer;
    },
    async unmerge(conversationId, mergeId) {
      const answer = await transport.ask('customer:unmerge', { conversationId, mergeId });
      if (answer.ok) change((known) => followCard(known, conversationId, answer.value));
      return answer;
    },
    async addAddress(conversationId, order) {
      const answer = await transport.ask('customer:address-add', { conversationId, ...order });
      const { card } = answer.ok && answer.value.kind === 'added' ? answer.value : { card: null };
      if (card) change((known) => putCard(known, card));
      return answer;
    },
    async removeAddress(conversationId, key) {
      const answer = await transport.ask('customer:address-remove', { conversationId, key });
      if (answer.ok) change((known) => putCard(known, answer.value));
      return answer;
    },
    number: (conversationId) => transport.ask('customer:number', { conversationId }),
    async chooseNumber(conversationId, choice) {
      const answer = await transport.ask('customer:number-choose', { conversationId, choice });
      if (answer.ok) void read(conversationId);
      return answer;
    },
    history: (conversationId, field) => transport.ask('customer:history', { conversationId, field }),
    conversations: (conversationId, cursor) => transport.ask('customer:conversations', { conversationId, cursor }),
    files: (conversationId, before) =>
      transport.ask('history:page', { conversationId, files: true, limit: FILES, ...(before && { before }) }),
    entries: (conversationId, of, before) => transport.ask('customer:entries', { conversationId, of, before }),
    listen() {
      transport.on('rows:changed', ({ rows }) => change((known) => rows.reduce(noteOther, known)));
      transport.on('customer:changed', ({ card, conversationId }) =>
        change((known) => followCard(known, conversationId, card)),
      );
      transport.on('customer:visited', ({ conversationId, page }) =>
        change((known) => addPage(known, conversationId, page)),
      );
    },
    /** After a reconnect: what was told meanwhile is not known. */
    refresh() {
      for (const id of Object.keys(store.get().customers.of).slice(-5)) void read(id as ConversationId);
    },
  };
}
