/** Addresses of a customer that the team writes down and takes away: nothing is proved by it, and nobody else's is ever attached. */
import { AppError } from '../../shared/errors.ts';
import { limits } from '../../shared/limits.ts';
import type { AddressAdded } from '../../shared/model/customer-address.ts';
import type { CustomerId, IdentityId } from '../../shared/model/ids.ts';
import { sharedValue } from '../ingest/shared-number.ts';
import { ownerOf } from '../ingest/visitors.ts';
import type { Clock } from '../lib/clock.ts';
import type { Ids } from '../lib/ids.ts';
import type { MatchStore } from '../store/customer-matches.ts';
import type { ProfileStore } from '../store/customer-profiles.ts';
import type { CustomerStore, Identity } from '../store/customers.ts';
import type { Conversation } from '../timeline/model.ts';
import type { Timeline } from '../timeline/timeline.ts';
import { addressOf, isAddress } from './address-of.ts';
import type { Editor } from './decide-change.ts';
import { normaliseEmail, normalisePhone } from './importing/normalise-address.ts';
import type { Families } from './merging/families.ts';
import type { Family } from './merging/join-profiles.ts';

export interface AddressOrder {
  kind: 'email' | 'phone';
  value: string;
  /** ISO 3166, of a number that is written without one */
  country: string;
  /** of a number that somebody else has: both use it */
  shared?: boolean;
}

export interface Addresses {
  /** Resolves with the value as it is kept. `maySee`: which conversation of somebody else who has it may be named. @throws AppError `invalid`, `too_large` */
  add(
    family: Family,
    by: Editor,
    order: AddressOrder,
    maySee: (conversation: Conversation) => boolean,
  ): Promise<{ kind: 'added'; value: string } | Extract<AddressAdded, { kind: 'taken' }>>;
  /** What was said by it stays theirs. Resolves with the value; null when it is not theirs (any more). */
  remove(family: Family, by: Editor, key: string): Promise<string | null>;
}

interface Deps {
  customers: Pick<CustomerStore, 'findIdentity' | 'addIdentity' | 'sharing' | 'release' | 'describe'>;
  profiles: Pick<ProfileStore, 'profile' | 'change'>;
  matches: Pick<MatchStore, 'tellApart'>;
  families: Families;
  timeline: Pick<Timeline, 'ofCustomer' | 'revise'>;
  clock: Clock;
  ids: Ids;
}

const TRIES = 20;
const THEIR_CONVERSATIONS = 20;
const SHOWN = 500;

export function createAddresses({ customers, profiles, matches, families, timeline, clock, ids }: Deps): Addresses {
  async function note(id: CustomerId, by: Editor, before: string | null, after: string | null): Promise<void> {
    const entry = { at: clock.now(), byName: by.name, field: 'address', before, after };
    for (let tries = 0; tries < TRIES; tries += 1) {
      const present = await profiles.profile(id);
      if (present === null || (await profiles.change(id, present.rev, {}, entry))) return;
    }
    throw new AppError('conflict', 'Others are changing this customer. Try again.');
  }

  async function conversationsOf(family: Family, limit: number): Promise<Conversation[]> {
    const own = (await families.identitiesOf(family)).map(({ id }) => id);
    return (await timeline.ofCustomer(own, limit)).conversations;
  }

  /** null: it is this customer's own. */
  async function takenBy(known: Identity, mine: Family, maySee: (conversation: Conversation) => boolean) {
    const theirs = await families.of(ownerOf(known));
    if (theirs?.root.id === mine.root.id) return null;
    const open = theirs && (await conversationsOf(theirs, THEIR_CONVERSATIONS)).find(maySee);
    const other = open ? { conversationId: open.id, name: theirs.joined.name ?? open.customer.name } : null;
    return { kind: 'taken' as const, other };
  }

  /** Whoever uses one number is not one person for that. */
  async function share(number: string, first: Identity, fresh: Identity, family: Family, by: Editor): Promise<void> {
    const others = [first, ...(await customers.sharing(number))].filter(({ isNobodys }) => !isNobodys).map(ownerOf);
    await customers.addIdentity({ ...fresh, value: sharedValue(number, family.root.id), shared: number });
    const pairs = others.filter((id) => id !== family.root.id).map((id) => [family.root.id, id] as const);
    await matches.tellApart(pairs, by.name, clock.now());
  }

  return {
    async add(family, by, { kind, value: given, country, shared }, maySee) {
      const value = kind === 'email' ? normaliseEmail(given) : normalisePhone(given, country);
      if (value === null) throw new AppError('invalid', 'This is no address.', { fields: { value: `is no ${kind}` } });
      const own = (await families.identitiesOf(family)).filter(isAddress);
      const known = await customers.findIdentity(kind, value);
      if (known === null && own.length >= limits.customerAddresses) {
        throw new AppError('too_large', 'There are too many addresses.');
      }
      const at = clock.now();
      const claim = { customerId: family.root.id, proof: 'none' as const, at, byName: by.name };
      const fresh = { id: ids.next<IdentityId>(), kind, value, inboxId: null, claims: [claim] };
      const kept = known ?? (await customers.addIdentity({ ...fresh, state: 'reachable', createdAt: at }));
      if (kept.id !== fresh.id) {
        const taken = await takenBy(kept, family, maySee);
        if (taken === null) return { kind: 'added', value };
        if (!shared || kind !== 'phone') return taken;
        await share(value, kept, { ...fresh, state: 'reachable', createdAt: at }, family, by);
      }
      await note(family.root.id, by, null, value);
      return { kind: 'added', value };
    },
    async remove(family, by, key) {
      const own = (await families.identitiesOf(family)).filter(isAddress);
      const identity = own.find(({ id }) => id === key);
      const said = family.members.find(({ email }) => email && key === `email:${email.value}`)?.email?.value;
      const value = identity ? addressOf(identity) : said;
      if (value === undefined) return null;
      if (identity && !(await customers.release(identity.id))) return null;
      // What was said before is the same address.
      for (const { id, email } of family.members) {
        if (email?.value.toLowerCase() === value.toLowerCase()) await customers.describe(id, { email: null });
      }
      for (const conversation of await conversationsOf(family, SHOWN)) {
        if (conversation.customer.email?.value.toLowerCase() !== value.toLowerCase()) continue;
        await timeline.revise(conversation.id, ({ customer: { email: _, ...rest } }) => ({ customer: rest }));
      }
      await note(identity ? ownerOf(identity) : family.root.id, by, value, null);
      return value;
    },
  };
}
