/**
 * Proves that a visitor reads the mail of an address: a code is mailed to it, and whoever types it into the chat has it. Nothing here depends on
 * whether the address is known, so it tells nobody who is a customer.
 */
import { createHmac, randomInt, timingSafeEqual } from 'node:crypto';
import type { Channel, ChannelState } from '../../channels/channel.ts';
import { AppError } from '../../shared/errors.ts';
import type { CodeAnswer } from '../../shared/events.ts';
import type { IdentityId, InboxId } from '../../shared/model/ids.ts';
import type { Inbox } from '../../shared/model/inbox.ts';
import { ownerOf } from '../ingest/visitors.ts';
import type { Clock } from '../lib/clock.ts';
import type { Ids } from '../lib/ids.ts';
import type { LooseLetter } from '../outbound/outbox-model.ts';
import type { CustomerStore } from '../store/customers.ts';
import type { Conversation } from '../timeline/model.ts';
import type { Timeline } from '../timeline/timeline.ts';

export interface AddressProof {
  /** Whether there is a mailbox to send codes from. */
  canSend(queueId: Inbox['queueId']): Promise<boolean>;
  /** @throws AppError `rate_limited`, `conflict` where an address is proven already, `invalid` where no letters go out */
  sendCode(conversation: Conversation, address: string): Promise<void>;
  tryCode(conversation: Conversation, code: string): Promise<CodeAnswer>;
}

interface Deps {
  state: ChannelState;
  customers: Pick<CustomerStore, 'identity' | 'findIdentity' | 'addIdentity' | 'describe' | 'customer'>;
  timeline: Pick<Timeline, 'append' | 'revise' | 'ofIdentities'>;
  channels: ReadonlyMap<string, Channel>;
  directory: { inboxes(): Promise<readonly Inbox[]> };
  outbox: { sendLoose(from: Inbox, conversation: Conversation, letter: LooseLetter): Promise<void> };
  /** in the customer's language */
  write(conversation: Conversation, code: string, minutes: number): Promise<{ subject: string; text: string }>;
  secrets: { good(id: InboxId): Promise<string[]> };
  clock: Clock;
  ids: Ids;
  drawCode?: () => string;
}

/** One for each visitor; the next replaces it. */
interface Kept {
  address: string;
  /** of the code, under the inbox's secret: so few digits would be found in any plain hash */
  mac: string;
  tries: number;
  expiresAt: number;
}

const MINUTE = 60_000;
const VALID_MINUTES = 15;
const TRIES = 5;
const HOUR = 60 * MINUTE;
/** Codes within an hour: of one visitor, to one address, and of one inbox, whoever asks. */
const sent = { visitor: 3, address: 3, inbox: 100 };
/** Of conversations of one visitor that are shown with the address. */
const SHOWN = 20;

export function createAddressProof(deps: Deps): AddressProof {
  const { state, customers, timeline, channels, clock } = deps;
  const drawCode = deps.drawCode ?? (() => String(randomInt(1_000_000)).padStart(6, '0'));

  /** Of the same queue first: whoever answers there is meant. */
  async function findMailbox(queueId: Inbox['queueId']): Promise<Inbox | null> {
    const letters = (await deps.directory.inboxes()).filter(
      ({ channel, archived }) => !archived && channels.get(channel)?.letters,
    );
    return letters.find((inbox) => inbox.queueId === queueId) ?? letters[0] ?? null;
  }

  /** What is changed by two at once is changed by one after the other. */
  async function change<T extends object, R>(
    key: string,
    decide: (known: T | null) => { next: T; result: R },
  ): Promise<R> {
    for (let times = 0; times < 20; times += 1) {
      const stored = await state.get<T>(key);
      const { next, result } = decide(stored?.value ?? null);
      if (await state.put(key, next, stored?.version ?? null)) return result;
    }
    throw new AppError('rate_limited', 'Too many at once.', { retryAfter: 1 });
  }

  async function count(what: keyof typeof sent, name: string): Promise<void> {
    const now = clock.now();
    const wait = await change<{ times: number[]; expiresAt: number }, number>(`${what}:${name}`, (known) => {
      const times = (known?.times ?? []).filter((at) => at > now - HOUR);
      const [oldest = now] = times;
      if (times.length >= sent[what]) return { next: { times, expiresAt: now + HOUR }, result: oldest + HOUR - now };
      return { next: { times: [...times, now], expiresAt: now + HOUR }, result: 0 };
    });
    const retryAfter = Math.ceil(wait / 1_000);
    if (wait > 0) throw new AppError('rate_limited', 'That are enough codes for now.', { retryAfter });
  }

  async function macOf({ inboxId, identityId }: Conversation, address: string, code: string): Promise<string> {
    const [secret = ''] = await deps.secrets.good(inboxId);
    if (secret === '') throw new Error('There is no secret to sign with.');
    return createHmac('sha256', secret)
      .update(`parley-address-code\0${identityId}\0${address}\0${code}`)
      .digest('base64url');
  }

  /** Its own visitor's, and nobody else's. */
  const keyOf = ({ identityId }: Conversation): string => `code:${identityId}`;

  async function prove(conversation: Conversation, address: string): Promise<void> {
    const at = clock.now();
    const own = await customers.identity(conversation.identityId);
    const customerId = own ? ownerOf(own) : conversation.customer.id;
    const email = { value: address, verified: true };
    await customers.describe(customerId, { email });
    // An address that is known as another customer's stays theirs: that they are one person is for the team to say.
    if ((await customers.findIdentity('email', address)) === null) {
      const claims = [{ customerId, proof: 'mailed-code' as const, at }];
      const identity = {
        id: deps.ids.next<IdentityId>(),
        kind: 'email' as const,
        value: address,
        inboxId: null,
        claims,
      };
      await customers.addIdentity({ ...identity, state: 'reachable', createdAt: at });
    }
    const { id, identityId, inboxId } = conversation;
    for (const shown of await timeline.ofIdentities([identityId], inboxId, SHOWN)) {
      await timeline.revise(shown.id, ({ customer }) => ({ customer: { ...customer, email } }));
    }
    await timeline.append({
      conversationId: id,
      key: `${id}:address-proven:${address}`,
      author: { kind: 'system' },
      ...{ identityId, inboxId, direction: 'internal' },
      body: { kind: 'event', event: { type: 'address-proven', email: address } },
    });
  }

  return {
    canSend: async (queueId) => (await findMailbox(queueId)) !== null,
    async sendCode(conversation, given) {
      const address = given.trim().toLowerCase();
      const { identityId, inboxId, queueId, customer } = conversation;
      if (customer.email?.verified) throw new AppError('conflict', 'An address is proven already.');
      const mailbox = await findMailbox(queueId);
      if (mailbox === null) throw new AppError('invalid', 'No letters go out here.');
      await count('visitor', identityId);
      await count('address', address);
      await count('inbox', inboxId);
      const code = drawCode();
      const expiresAt = clock.now() + VALID_MINUTES * MINUTE;
      const kept: Kept = { address, mac: await macOf(conversation, address, code), tries: 0, expiresAt };
      await change<Kept, void>(keyOf(conversation), () => ({ next: kept, result: undefined }));
      const words = await deps.write(conversation, code, VALID_MINUTES);
      await deps.outbox.sendLoose(mailbox, conversation, { ...words, to: { name: '', address }, until: expiresAt });
    },
    async tryCode(conversation, code) {
      const now = clock.now();
      if ((await state.get<Kept>(keyOf(conversation))) === null) return { state: 'over' };
      // Counted before it is looked at: who tries many at once has no more of them.
      const kept = await change<Kept, Kept | null>(keyOf(conversation), (known) => {
        const next = known ?? { address: '', mac: '', tries: TRIES, expiresAt: now };
        const isOver = next.expiresAt <= now || next.tries >= TRIES;
        return { next: { ...next, tries: next.tries + 1 }, result: isOver ? null : next };
      });
      if (kept === null) return { state: 'over' };
      const given = Buffer.from(await macOf(conversation, kept.address, code));
      const right = Buffer.from(kept.mac);
      if (given.length !== right.length || !timingSafeEqual(given, right)) return { state: 'wrong' };
      await prove(conversation, kept.address);
      await change<Kept, void>(keyOf(conversation), () => ({
        next: { ...kept, mac: '', expiresAt: now },
        result: undefined,
      }));
      return { state: 'proven' };
    },
  };
}
