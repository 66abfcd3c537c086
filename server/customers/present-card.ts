/** A customer as people inside see them. */
import type { CustomerCard, CustomerIdentity } from '../../shared/model/customer.ts';
import type { CustomerMerge } from '../../shared/model/customer-merge.ts';
import type { Profile } from '../store/customer-profiles.ts';
import type { Identity } from '../store/customers.ts';
import type { Family } from './merging/join-profiles.ts';
import { stateAt } from './reachability.ts';

export function presentCard(
  { joined: profile, members }: Family,
  identities: readonly Identity[],
  now: number,
): Omit<CustomerCard, 'hasOthers'> {
  const present = identities.filter(({ former }) => former === undefined);
  return {
    id: profile.id,
    rev: profile.rev,
    name: profile.name,
    createdAt: profile.createdAt,
    identities: [...presentEmails(members, identities), ...present.map((each) => presentIdentity(each, now))],
    tagIds: profile.tagIds,
    attributes: profile.attributes,
    notes: profile.notes.map(({ id, byId, byName, at, editedAt, text }) => ({ id, byId, byName, at, editedAt, text })),
    merges: members.flatMap(presentMerge).sort((a, b) => b.at - a.at),
    archivedAt: profile.archivedAt,
    isErased: profile.isErased,
  };
}

function presentMerge({ mergedInto }: Profile): CustomerMerge[] {
  if (mergedInto === null) return [];
  const { mergeId: id, name, byName, at } = mergedInto;
  return [{ id, name, byName, at }];
}

function presentIdentity(identity: Identity, now: number): CustomerIdentity {
  const { id, kind, value, claims } = identity;
  const claim = claims.at(-1);
  return {
    key: id,
    kind,
    value:
      kind === 'visitor' ? '' : kind === 'external' ? value.slice(value.indexOf(':') + 1) : (identity.shared ?? value),
    proof: claim === undefined || claim.proof === 'none' ? null : claim.proof,
    verified: claim !== undefined && claim.proof !== 'session' && claim.proof !== 'none',
    since: claim?.at ?? null,
    byName: claim?.byName ?? null,
    state: stateAt(identity, now),
    unreachableSince: identity.state === 'unreachable' ? (identity.unreachableSince ?? null) : null,
  };
}

/** Addresses they named, or their host page did, before anything was sent to them. */
function presentEmails(members: readonly Profile[], identities: readonly Identity[]): CustomerIdentity[] {
  const known = new Set(identities.filter(({ kind }) => kind === 'email').map(({ value }) => value));
  return members.flatMap(({ email }): CustomerIdentity[] => {
    if (email === null || known.has(email.value)) return [];
    known.add(email.value);
    const { value, verified } = email;
    const nothingNoted = { proof: null, since: null, byName: null, unreachableSince: null };
    return [{ key: `email:${value}`, kind: 'email', value, verified, state: 'reachable', ...nothingNoted }];
  });
}
