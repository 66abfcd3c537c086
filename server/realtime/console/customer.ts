/** What is known of the customer of a conversation, for whoever may see that conversation. */
import type { ConsoleAnswers, ConsoleRequests } from '../../../shared/events.ts';
import { limits } from '../../../shared/limits.ts';
import type { PreviousConversation } from '../../../shared/model/customer.ts';
import type { OtherCustomer } from '../../../shared/model/customer-match.ts';
import { actorOf } from '../../accounts/audit.ts';
import { canSee, canServe, mayRead, requirePermission, type UserViewer } from '../../accounts/scope.ts';
import type { Sight } from '../../customers/matching/matching.ts';
import type { Party } from '../../customers/merging/merging.ts';
import type { Conversation } from '../../timeline/model.ts';
import type { Handlers } from '../bind.ts';
import { notFound } from '../guard/membership.ts';
import { presentAgentEntry } from '../present/agent-entry.ts';
import { presentLocked } from '../present/history.ts';
import type { ConsoleSocket } from '../servers.ts';
import type { ConsoleContext } from './context.ts';

type CustomerHandlers = Pick<
  Handlers<UserViewer, ConsoleRequests, ConsoleAnswers, ConsoleSocket>,
  | 'customer:read'
  | 'customer:change'
  | 'customer:history'
  | 'customer:conversations'
  | 'customer:entries'
  | 'customer:merge-preview'
  | 'customer:merge'
  | 'customer:unmerge'
  | 'customer:matches'
  | 'customer:distinguish'
  | 'customers:duplicates'
  | 'customer:address-add'
  | 'customer:address-remove'
  | 'customer:number'
  | 'customer:number-choose'
>;

const PAGE = 20;

export function createCustomerHandlers({
  customers,
  timeline,
  accounts,
  calls,
}: Pick<ConsoleContext, 'customers' | 'timeline' | 'accounts' | 'calls'>): CustomerHandlers {
  const { merging, matching } = customers;

  const sightOf = (viewer: UserViewer): Sight => ({
    sees: (conversation) => canServe(viewer, conversation),
    seesAll: viewer.reach === 'all',
  });

  /** @throws AppError `not_found` for what is not there and what is not theirs alike: who cannot serve both merges nobody */
  async function findOther(viewer: UserViewer, other: OtherCustomer, settle = false): Promise<Party> {
    if (typeof other !== 'string') {
      const unheard = viewer.reach === 'all' ? await customers.unheard(other.customerId) : null;
      if (unheard === null) throw notFound();
      return unheard;
    }
    const conversation = await timeline.find(other);
    if (!conversation || !canServe(viewer, conversation)) throw notFound();
    return settle ? customers.numbers.settled(conversation, { id: viewer.userId, name: viewer.name }) : conversation;
  }

  return {
    'customer:read': ({ conversation }) => customers.read(conversation),
    'customer:change': async ({ viewer, conversation, payload }) => {
      requirePermission(viewer, 'customers:edit');
      const by = { id: viewer.userId, name: viewer.name };
      return customers.change(await customers.numbers.settled(conversation, by), by, payload.change);
    },
    'customer:merge-preview': async ({ viewer, conversation, payload }) => {
      requirePermission(viewer, 'customers:edit');
      return merging.preview(conversation, await findOther(viewer, payload.other));
    },
    'customer:merge': async ({ viewer, conversation, payload, socket }) => {
      requirePermission(viewer, 'customers:edit');
      const by = { id: viewer.userId, name: viewer.name };
      const other = await findOther(viewer, payload.other, true);
      const own = await customers.numbers.settled(conversation, by);
      const mergeId = await merging.merge(own, other, by, payload);
      const { card } = await customers.read(own);
      const details = { name: card.name, merged: other.customer.name };
      const { address } = socket.handshake;
      await accounts.audit.record('customer.merged', actorOf(viewer), card.id, address, details);
      return { mergeId, card };
    },
    'customer:unmerge': async ({ viewer, conversation, payload, socket }) => {
      requirePermission(viewer, 'customers:edit');
      const { card: before } = await customers.read(conversation);
      await merging.undo(conversation, payload.mergeId, { id: viewer.userId, name: viewer.name });
      const { card } = await customers.read(conversation);
      const merged = before.merges.find(({ id }) => id === payload.mergeId);
      const details = { name: before.name, merged: merged?.name ?? null };
      const { address } = socket.handshake;
      if (merged) await accounts.audit.record('customer.unmerged', actorOf(viewer), before.id, address, details);
      return card;
    },
    // Only those whom one could merge.
    'customer:matches': ({ viewer, conversation }) => matching.matches(conversation, sightOf(viewer)),
    'customers:duplicates': ({ viewer }) => {
      requirePermission(viewer, 'customers:edit');
      return matching.duplicates(sightOf(viewer));
    },
    'customer:distinguish': async ({ viewer, conversation, payload }) => {
      requirePermission(viewer, 'customers:edit');
      await matching.tellApart(conversation, await findOther(viewer, payload.other), viewer.name);
      return null;
    },
    'customer:address-add': async ({ viewer, conversation, payload, socket }) => {
      requirePermission(viewer, 'customers:edit');
      const by = { id: viewer.userId, name: viewer.name };
      const own = await customers.numbers.settled(conversation, by);
      const added = await customers.addAddress(own, by, payload, (other) => canServe(viewer, other));
      if (added.kind === 'taken') return added;
      const { address } = socket.handshake;
      const { id, name } = added.card;
      await accounts.audit.record('customer.address-added', actorOf(viewer), id, address, { name, kind: payload.kind });
      return added;
    },
    'customer:address-remove': async ({ viewer, conversation, payload, socket }) => {
      requirePermission(viewer, 'customers:edit');
      const by = { id: viewer.userId, name: viewer.name };
      const { card } = await customers.removeAddress(conversation, by, payload.key);
      const { address } = socket.handshake;
      const { id, name } = card;
      await accounts.audit.record('customer.address-removed', actorOf(viewer), id, address, { name });
      return card;
    },
    'customer:number': ({ viewer, conversation }) =>
      customers.numbers.read(conversation, (other) => canServe(viewer, other)),
    'customer:number-choose': async ({ viewer, conversation, payload, socket }) => {
      requirePermission(viewer, 'customers:edit');
      const by = { id: viewer.userId, name: viewer.name };
      const maySee = (other: Conversation) => canServe(viewer, other);
      await customers.numbers.choose(conversation, by, payload.choice, maySee);
      await calls.renamed(conversation.id);
      const after = (await timeline.find(conversation.id)) ?? conversation;
      const { address } = socket.handshake;
      await accounts.audit.record('customer.number-placed', actorOf(viewer), after.customer.id, address, {
        name: payload.choice === 'nobody' ? null : after.customer.name,
        conversation: after.number,
      });
      return customers.numbers.read(after, maySee);
    },
    'customer:history': ({ conversation, payload }) => customers.history(conversation, payload.field),
    'customer:conversations': async ({ viewer, conversation, payload }) => {
      const { conversations, next } = await customers.others(conversation, PAGE, payload.cursor);
      return { conversations: conversations.map((each) => presentPrevious(viewer, each)), next };
    },
    'customer:entries': async ({ viewer, conversation, payload }) => {
      const other = await timeline.find(payload.of);
      // Somebody who guesses learns nothing: not theirs, not this customer's and not there are all the same.
      if (!other || !mayRead(viewer, other) || !(await customers.isSameCustomer(conversation, other))) throw notFound();
      const before = payload.before ?? Number.MAX_SAFE_INTEGER;
      const page = await timeline.before(other.id, 'agent', before, limits.page);
      return { entries: page.entries.map(presentAgentEntry), earlier: page.earlier };
    },
  };
}

function presentPrevious(viewer: UserViewer, conversation: Conversation): PreviousConversation {
  if (!mayRead(viewer, conversation)) return presentLocked(conversation);
  const { id, number, inboxId, channel, status, createdAt, lastAt, work, outcome, preview } = conversation;
  return {
    ...{ kind: 'open-to-you', id, number, inboxId, channel, status, createdAt, lastAt, outcome },
    ownerName: work?.ownerName ?? null,
    preview: preview?.text ?? null,
    mayVisit: canSee(viewer, conversation),
  };
}
