/** Who a visitor's browser is: tokens of which only hashes are kept, and identities that the host page proved. */
import { createHash, randomBytes } from 'node:crypto';
import type { VisitorClaim } from '../../channels/channel.ts';
import type { CustomerId, IdentityId, InboxId } from '../../shared/model/ids.ts';
import type { Inbox } from '../../shared/model/inbox.ts';
import type { VisitorViewer } from '../accounts/scope.ts';
import type { Clock } from '../lib/clock.ts';
import type { Ids } from '../lib/ids.ts';
import type { Claim, CustomerStore, Identity, VisitorToken } from '../store/customers.ts';

export interface Visitors {
  /** Knows the browser again by its token, or makes a new visitor; the token that is answered is the one to keep. */
  begin(
    inbox: Inbox,
    token: string | undefined,
    claim: VisitorClaim,
  ): Promise<{ token: string; viewer: VisitorViewer }>;
  /** null when the token is unknown, ended, expired or of another inbox, or its inbox has come to ask for proof */
  find(inboxId: InboxId, token: string): Promise<VisitorViewer | null>;
  end(token: string): Promise<void>;
}

interface Deps {
  customers: CustomerStore;
  clock: Clock;
  ids: Ids;
  /** whether the inbox lets somebody in of whom this much is proved */
  admits?(inboxId: InboxId, visitor: { verified: boolean }): Promise<boolean>;
  /** 256 random bits, base64url */
  drawToken?: () => string;
}

type Proved = VisitorClaim & { proof: NonNullable<VisitorClaim['proof']>; externalId: string };

/** A browser that has not come back for half a year is a new visitor. */
const TOKEN_MS = 180 * 24 * 3_600_000;
const TOUCH_MS = 24 * 3_600_000;

export function createVisitors(deps: Deps): Visitors {
  const { customers, clock, ids, admits = async () => true } = deps;
  const drawToken = deps.drawToken ?? (() => randomBytes(32).toString('base64url'));

  async function validToken(inboxId: InboxId, token: string | undefined): Promise<VisitorToken | null> {
    if (token === undefined || token.length > 200) return null;
    const found = await customers.findToken(hashToken(token));
    return found !== null && found.inboxId === inboxId && found.expiresAt > clock.now() ? found : null;
  }

  async function issue(inboxId: InboxId, identityId: IdentityId): Promise<string> {
    const token = drawToken();
    const createdAt = clock.now();
    const expiresAt = createdAt + TOKEN_MS;
    await customers.insertToken({ hash: hashToken(token), inboxId, identityId, createdAt, expiresAt });
    return token;
  }

  async function touch(token: VisitorToken): Promise<void> {
    const expiresAt = clock.now() + TOKEN_MS;
    if (expiresAt - token.expiresAt > TOUCH_MS) await customers.touchToken(token.hash, expiresAt);
  }

  function createIdentity(
    inboxId: InboxId,
    proof: Claim['proof'],
    address: (id: IdentityId) => Pick<Identity, 'kind' | 'value'>,
    hints: VisitorClaim,
  ): Promise<Identity> {
    const createdAt = clock.now();
    const customerId = ids.next<CustomerId>();
    const id = ids.next<IdentityId>();
    const name = hints.name ?? null;
    const email = hints.email === undefined ? null : { value: hints.email, verified: hints.proof !== null };
    return customers.create(
      { id: customerId, name, email, createdAt },
      { id, ...address(id), inboxId, claims: [{ customerId, proof, at: createdAt }], state: 'reachable', createdAt },
    );
  }

  /** The host page's user: their identity in this inbox, described as the page describes them now. */
  async function proveIdentity(inbox: Inbox, claim: Proved): Promise<Identity> {
    const value = `${inbox.id}:${claim.externalId}`;
    const identity =
      (await customers.findIdentity('external', value)) ??
      (await createIdentity(inbox.id, claim.proof, () => ({ kind: 'external', value }), claim));
    const owner = ownerOf(identity);
    const hints = {
      ...(claim.name === undefined ? null : { name: claim.name }),
      ...(claim.email === undefined ? null : { email: { value: claim.email, verified: true } }),
    };
    await customers.describe(owner, hints, { source: 'website', at: clock.now() });
    return identity;
  }

  async function viewerOf(inboxId: InboxId, identity: Identity): Promise<VisitorViewer> {
    const owner = ownerOf(identity);
    const verified = identity.kind === 'external';
    const [customer, others] = await Promise.all([
      customers.customer(owner),
      verified ? customers.identitiesOf(owner, inboxId) : [],
    ]);
    const identityIds = new Set([identity.id, ...others.map((other) => other.id)]);
    return {
      kind: 'visitor',
      inboxId,
      identityId: identity.id,
      identityIds: [...identityIds],
      name: customer?.name ?? null,
      verified,
    };
  }

  async function beginProved(inbox: Inbox, held: VisitorToken | null, token: string | undefined, claim: Proved) {
    const identity = await proveIdentity(inbox, claim);
    const before = held && (await customers.identity(held.identityId));
    if (held && before?.id === identity.id && token !== undefined) {
      await touch(held);
      return { token, viewer: await viewerOf(inbox.id, identity) };
    }
    if (held && before?.kind === 'visitor' && !isProvedBySomebody(before)) {
      // Token and proof came together: what was said before signing in is this person's. The old token ends, as at every sign-in.
      await customers.claim(before.id, { customerId: ownerOf(identity), proof: claim.proof, at: clock.now() });
      await customers.removeToken(held.hash);
    }
    return { token: await issue(inbox.id, identity.id), viewer: await viewerOf(inbox.id, identity) };
  }

  return {
    async begin(inbox, token, claim) {
      const held = await validToken(inbox.id, token);
      if (isProved(claim)) return beginProved(inbox, held, token, claim);
      const known = held && (await customers.identity(held.identityId));
      if (held && known && token !== undefined) {
        await touch(held);
        return { token, viewer: await viewerOf(inbox.id, known) };
      }
      const identity = await createIdentity(inbox.id, 'session', (id) => ({ kind: 'visitor', value: id }), claim);
      return { token: await issue(inbox.id, identity.id), viewer: await viewerOf(inbox.id, identity) };
    },
    async find(inboxId, token) {
      const held = await validToken(inboxId, token);
      const identity = held && (await customers.identity(held.identityId));
      const viewer = identity && (await viewerOf(inboxId, identity));
      return viewer && (await admits(inboxId, viewer)) ? viewer : null;
    },
    async end(token) {
      await customers.removeToken(hashToken(token));
    },
  };
}

/** The customer an identity is shown as: by its newest claim. */
export function ownerOf(identity: Identity): CustomerId {
  const claim = identity.claims.at(-1);
  if (claim === undefined) throw new Error(`Identity ${identity.id} belongs to nobody.`);
  return claim.customerId;
}

function isProved(claim: VisitorClaim): claim is Proved {
  return claim.proof !== null && claim.externalId !== undefined;
}

/** A browser's history joins one person only, or the next user of a shared computer would be given it. */
function isProvedBySomebody(identity: Identity): boolean {
  return identity.claims.some(({ proof }) => proof !== 'session');
}

/** Plain sha256 is enough for 256 random bits: there is nothing to guess. */
function hashToken(token: string): string {
  return createHash('sha256').update(token).digest('base64url');
}
