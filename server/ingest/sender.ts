/** Who sent what reached us: the identity, the customer it is shown as, and what else is theirs in this inbox. */
import type { IdentityRef } from '../../channels/channel.ts';
import { AppError } from '../../shared/errors.ts';
import type { CustomerId, IdentityId, InboxId } from '../../shared/model/ids.ts';
import { showNumber } from '../../shared/show-number.ts';
import type { Clock } from '../lib/clock.ts';
import type { Ids } from '../lib/ids.ts';
import type { Customer, CustomerStore, Identity } from '../store/customers.ts';
import type { Conversation } from '../timeline/model.ts';
import { nobodysValue, numberOf, numberWithin } from './shared-number.ts';
import { ownerOf } from './visitors.ts';

export interface Sender {
  identity: Identity;
  customer: Customer;
  identityIds: readonly IdentityId[];
  /** as a new conversation shows them, which is as whoever they are part of; what they claim fills only what is unknown */
  asCustomer(claimed: { name?: string; email?: string }): Conversation['customer'];
}

interface Deps {
  customers: CustomerStore;
  wrote(id: CustomerId): void;
  ids: Ids;
  clock: Clock;
}

/**
 * `isProven`: whether what reached us shows that the address is the sender's. `hasWritten`: false where only we write to them.
 * @throws AppError `unauthenticated` for a visitor that never began a session
 */
export async function findSender(
  deps: Deps,
  ref: IdentityRef,
  inboxId: InboxId,
  isProven = true,
  hasWritten = true,
): Promise<Sender> {
  const sharing = ref.kind === 'phone' ? await deps.customers.sharing(ref.value) : [];
  // Whoever used it first was erased: those who are left are asked about, and nobody is made anew.
  const isFirstGone = sharing.length > 0 && (await deps.customers.findIdentity(ref.kind, ref.value)) === null;
  const known = isFirstGone ? [] : [await findIdentity(deps, ref, isProven, hasWritten)];
  const { identity, others: alike } = await findUser(deps, known, sharing, ref.value);
  const customerId = ownerOf(identity);
  const [found, shown, others] = await Promise.all([
    deps.customers.customer(customerId),
    deps.customers.shown(customerId),
    identity.kind === 'external' ? deps.customers.identitiesOf(customerId, inboxId) : [],
  ]);
  if (hasWritten && shown) deps.wrote(shown.id);
  const customer = found ?? { id: customerId, name: null, email: null, createdAt: identity.createdAt };
  return {
    identity,
    customer,
    identityIds: [...new Set([identity.id, ...alike, ...others.map(({ id }) => id)])],
    asCustomer(claimed) {
      const ownName = claimed.name || nameless(identity);
      const name = shown?.name ?? customer.name ?? ownName;
      const email = customer.email ?? (claimed.email ? { value: claimed.email, verified: false } : null);
      return {
        ...{ id: shown?.id ?? customer.id, name, ...(email ? { email } : null) },
        ...(shown && shown.traits.length > 0 && { traits: shown.traits }),
        // For when the merge that gave them a name is undone.
        ...(customer.name === null && name !== ownName ? { ownName } : null),
      };
    },
  };
}

/** A live visitor is named by the id of the identity that its session was given; every other address makes its identity on first contact. */
async function findIdentity(deps: Deps, ref: IdentityRef, isProven: boolean, hasWritten: boolean): Promise<Identity> {
  if (ref.kind === 'visitor') {
    const identity = await deps.customers.identity(ref.value as IdentityId);
    if (identity === null) throw new AppError('unauthenticated', 'There is no such visitor.');
    return identity;
  }
  const found = await deps.customers.findIdentity(ref.kind, ref.value);
  const createdAt = deps.clock.now();
  if (found !== null) {
    // Whoever writes from there is there.
    if (hasWritten && found.state !== 'reachable') {
      await deps.customers.changeReach(found.id, { state: 'reachable', softFailures: [], retryAt: null }, createdAt);
    }
    if (isProven && found.claims[0]?.proof === 'none') await deps.customers.prove(found.id, 'address', createdAt);
    return found;
  }
  const customerId = deps.ids.next<CustomerId>();
  const email = ref.kind === 'email' ? { value: ref.value, verified: isProven } : null;
  return deps.customers.create(
    { id: customerId, name: null, email, createdAt },
    {
      id: deps.ids.next<IdentityId>(),
      kind: ref.kind,
      value: ref.value,
      inboxId: null,
      claims: [{ customerId, proof: isProven ? 'address' : 'none', at: createdAt }],
      state: 'reachable',
      createdAt,
    },
  );
}

/**
 * Who of those that use a number: where it is one person after all, they; else nobody yet, until somebody of the team says so. `others`: the
 * addresses of all of them, since texts of one number are one thread.
 */
async function findUser(
  { customers, ids, clock }: Deps,
  known: readonly Identity[],
  sharing: readonly Identity[],
  number: string,
): Promise<{ identity: Identity; others: IdentityId[] }> {
  const [first] = known;
  if (first && sharing.length === 0) return { identity: first, others: [] };
  const used = [...known, ...sharing.filter(({ isNobodys }) => !isNobodys)];
  const people = await Promise.all(used.map(async (one) => (await customers.shown(ownerOf(one)))?.id ?? ownerOf(one)));
  const others = [...known, ...sharing].map(({ id }) => id);
  if (used[0] && new Set(people).size === 1) return { identity: used[0], others };
  const value = nobodysValue(number);
  const waiting = sharing.find((one) => one.value === value);
  if (waiting) return { identity: (await customers.identity(waiting.id)) ?? waiting, others };
  const [customerId, at] = [ids.next<CustomerId>(), clock.now()];
  const made = await customers.create(
    { id: customerId, name: null, email: null, createdAt: at },
    {
      ...{ id: ids.next<IdentityId>(), kind: 'phone', value, shared: number, isNobodys: true, inboxId: null },
      ...{ claims: [{ customerId, proof: 'none', at }], state: 'reachable', createdAt: at },
    },
  );
  return { identity: (await customers.identity(made.id)) ?? made, others: [made.id, ...others] };
}

/** The end of a ULID is chance, so two visitors rarely look the same. */
function nameless(identity: Identity): string {
  const within = identity.kind === 'external' ? numberWithin(identity.value) : null;
  if (within !== null) return showNumber(within);
  if (identity.kind === 'visitor' || identity.kind === 'external') return `Visitor ${identity.id.slice(-4)}`;
  return identity.kind === 'phone' ? showNumber(numberOf(identity)) : identity.value;
}
