/** A console as tests drive it: signs in over HTTP, keeps threads, rows and offers with the shared reducer. */

import type { z } from 'zod';
import type { ThreadEvent } from '../../shared/apply.ts';
import type { AgentThread, ConsoleAnswers, ConsoleRequests, DeskSnapshot, SyncAnswer } from '../../shared/events.ts';
import { socketPaths } from '../../shared/events.ts';
import type { AgentSelf, Offer } from '../../shared/model/agent.ts';
import type { AgentConversation, ConversationRow } from '../../shared/model/conversation.ts';
import type { AgentEntry } from '../../shared/model/entry.ts';
import type { ConversationId } from '../../shared/model/ids.ts';
import { ask, Refused } from './ask.ts';
import { nextClientId } from './client-id.ts';
import { type Connection, connect } from './connection.ts';
import { FollowedThread } from './followed-thread.ts';
import { createOutbox, type Outbox } from './outbox.ts';

export type AgentFollowed = FollowedThread<AgentEntry, AgentConversation>;

export interface ConsoleOptions {
  url: string;
  /** our own origin as browsers know it */
  origin: string;
  cookie: string;
  name?: string;
  heals?: boolean;
}

export class ConsoleClient {
  readonly connection: Connection;
  readonly threads = new Map<string, AgentFollowed>();
  readonly rows = new Map<string, ConversationRow>();
  readonly offers = new Map<string, Offer>();
  readonly outbox: Outbox;
  readonly #early = new Map<string, ThreadEvent<AgentEntry, AgentConversation>[]>();
  me: AgentSelf | null = null;
  #begun = false;
  #isPluggedIn = false;

  constructor(private readonly options: ConsoleOptions) {
    this.connection = connect(
      options.url,
      options.name ?? 'console',
      {
        path: socketPaths.console,
        extraHeaders: { origin: options.origin, cookie: options.cookie },
      },
      () => void this.#resume(),
    );
    this.outbox = createOutbox({ connected: () => this.connection.connected() });
    this.#listen();
  }

  get facts() {
    return this.connection.facts;
  }

  ask<Name extends keyof ConsoleRequests & string>(
    event: Name,
    payload: z.input<ConsoleRequests[Name]>,
    withinMs?: number,
  ): Promise<ConsoleAnswers[Name]> {
    return ask(this.connection.socket, event, payload, withinMs);
  }

  /** Connects and takes the first picture. */
  async begin(): Promise<DeskSnapshot> {
    await this.connection.connected();
    const desk = await this.#readDesk();
    this.#begun = true;
    return desk;
  }

  /** Has a device that can be rung on every line there is, from now on. */
  async plugIn(): Promise<void> {
    this.#isPluggedIn = true;
    const { lines } = await this.ask('call:grant', {});
    await this.ask('call:lines', { inboxIds: lines.map(({ inboxId }) => inboxId) });
  }

  async open(conversationId: ConversationId): Promise<AgentFollowed> {
    const snapshot: AgentThread = await this.ask('conversation:open', { conversationId });
    const followed: AgentFollowed = new FollowedThread(
      snapshot,
      (known): Promise<SyncAnswer<AgentEntry, AgentConversation, AgentThread>> =>
        this.ask('conversation:sync', { conversationId, ...known }),
      this.options.heals ?? true,
    );
    this.#keep(conversationId, followed);
    return followed;
  }

  thread(conversationId: ConversationId): AgentFollowed['thread'] {
    const followed = this.threads.get(conversationId);
    if (!followed) throw new Error('This thread was never opened.');
    return followed.thread;
  }

  /** A reply that is repeated until it is answered. */
  send(conversationId: ConversationId, text: string, clientId = nextClientId('agent')): Promise<AgentEntry> {
    return this.outbox.send(() => this.ask('message:send', { conversationId, clientId, text }));
  }

  note(conversationId: ConversationId, text: string, clientId = nextClientId('note')): Promise<AgentEntry> {
    return this.outbox.send(() => this.ask('note:add', { conversationId, clientId, text }));
  }

  /** Goes available, waits for the offer of this conversation and takes it. */
  async accept(conversationId: ConversationId): Promise<void> {
    const { offer } = await this.facts.wait<{ offer: Offer }>(
      'offer:made',
      (fact) => fact.offer.conversationId === conversationId,
    );
    await this.ask('offer:accept', { workItemId: offer.workItemId, offerId: offer.id });
  }

  close(): void {
    this.connection.close();
  }

  async #readDesk(): Promise<DeskSnapshot> {
    const desk = await this.ask('desk:sync', {});
    this.me = desk.me;
    this.offers.clear();
    for (const offer of desk.offers) this.offers.set(offer.id, offer);
    return desk;
  }

  /** After every reconnect: a fresh picture of the desk and a sync of every thread. */
  async #resume(): Promise<void> {
    if (!this.#begun) return;
    await this.#readDesk().catch(() => undefined);
    if (this.#isPluggedIn) await this.plugIn().catch(() => undefined);
    for (const [id, followed] of this.threads) {
      await followed.sync().catch((error: unknown) => {
        if (error instanceof Refused && error.code === 'not_found') this.threads.delete(id);
      });
    }
  }

  /** What comes before the snapshot it belongs to is kept for it: it may be newer than what the snapshot was read from. */
  #apply(conversationId: string, event: ThreadEvent<AgentEntry, AgentConversation>): void {
    const followed = this.threads.get(conversationId);
    if (followed) followed.apply(event);
    else this.#early.set(conversationId, [...(this.#early.get(conversationId) ?? []), event]);
  }

  #keep(conversationId: string, followed: FollowedThread<AgentEntry, AgentConversation>): void {
    this.threads.set(conversationId, followed);
    for (const event of this.#early.get(conversationId) ?? []) followed.apply(event);
    this.#early.delete(conversationId);
  }

  #listen(): void {
    const { socket } = this.connection;
    socket.on('entry:appended', ({ entry }: { entry: AgentEntry }) =>
      this.#apply(entry.conversationId, { type: 'entry:appended', entry }),
    );
    socket.on('conversation:changed', ({ conversation }: { conversation: AgentConversation }) =>
      this.#apply(conversation.id, { type: 'conversation:changed', conversation }),
    );
    socket.on(
      'conversation:head',
      ({ conversationId, seq, rev }: { conversationId: string; seq: number; rev: number }) =>
        this.threads.get(conversationId)?.head(seq, rev),
    );
    socket.on('conversation:revoked', ({ conversationId }: { conversationId: string }) =>
      this.threads.delete(conversationId),
    );
    socket.on('rows:changed', ({ rows }: { rows: ConversationRow[] }) => {
      for (const row of rows) this.applyRow(row);
    });
    socket.on('row:removed', ({ conversationId }: { conversationId: string }) => this.rows.delete(conversationId));
    socket.on('offer:made', ({ offer }: { offer: Offer }) => this.offers.set(offer.id, offer));
    socket.on('offer:ended', ({ offerId }: { offerId: string }) => this.offers.delete(offerId));
    socket.on('agent:changed', ({ me }: { me: AgentSelf }) => {
      if (!this.me || me.rev >= this.me.rev) this.me = me;
    });
  }

  /** State and entries move forward apart from each other, each by its own number. */
  applyRow(row: ConversationRow): void {
    const known = this.rows.get(row.conversation.id);
    if (!known) {
      this.rows.set(row.conversation.id, row);
      return;
    }
    const state = row.conversation.rev >= known.conversation.rev ? row : known;
    const said = row.head >= known.head ? row : known;
    this.rows.set(row.conversation.id, { ...said, conversation: state.conversation });
  }
}
