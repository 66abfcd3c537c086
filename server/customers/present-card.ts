/** A customer as people inside see them. */
import type { CustomerCard, CustomerIdentity } from '../../shared/model/customer.ts';
import type { Profile } from '../store/customer-profiles.ts';
import type { Identity } from '../store/customers.ts';

export function presentCard(profile: Profile, identities: readonly Identity[]): CustomerCard {
  return {
    id: profile.id,
    rev: profile.rev,
    name: profile.name,
    createdAt: profile.createdAt,
    identities: [...presentEmail(profile, identities), ...identities.map((each) => presentIdentity(profile, each))],
    tagIds: profile.tagIds,
    attributes: profile.attributes,
    notes: profile.notes.map(({ id, byId, byName, at, editedAt, text }) => ({ id, byId, byName, at, editedAt, text })),
  };
}

function presentIdentity({ id: customerId }: Profile, { id, kind, value, claims, state }: Identity): CustomerIdentity {
  const claim = claims.findLast((each) => each.customerId === customerId);
  return {
    key: id,
    kind,
    value: kind === 'visitor' ? '' : kind === 'external' ? value.slice(value.indexOf(':') + 1) : value,
    proof: claim === undefined || claim.proof === 'none' ? null : claim.proof,
    verified: claim !== undefined && claim.proof !== 'session' && claim.proof !== 'none',
    since: claim?.at ?? null,
    state,
  };
}

/** An address they named, or their host page did, before anything was sent to it. */
function presentEmail({ email }: Profile, identities: readonly Identity[]): CustomerIdentity[] {
  if (email === null || identities.some(({ kind, value }) => kind === 'email' && value === email.value)) return [];
  const { value, verified } = email;
  return [{ key: `email:${value}`, kind: 'email', value, proof: null, verified, since: null, state: 'reachable' }];
}
