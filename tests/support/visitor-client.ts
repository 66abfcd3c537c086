/** A widget as tests drive it: begins its session over HTTP, keeps its threads with the shared reducer, repeats what was not answered. */
import type { z } from 'zod';
import type { WidgetSession } from '../../shared/api.ts';
import type { ThreadEvent } from '../../shared/apply.ts';
import type { SyncAnswer, VisitorSnapshot, VisitorThread, WidgetAnswers, WidgetRequests } from '../../shared/events.ts';
import { socketPaths } from '../../shared/events.ts';
import type { VisitorConversation } from '../../shared/model/conversation.ts';
import type { VisitorEntry } from '../../shared/model/entry.ts';
import type { ConversationId, InboxId } from '../../shared/model/ids.ts';
import { ask } from './ask.ts';
import { nextClientId } from './client-id.ts';
import { type Connection, connect } from './connection.ts';
import { FollowedThread } from './followed-thread.ts';
import { createOutbox, type Outbox } from './outbox.ts';

export type VisitorFollowed = FollowedThread<VisitorEntry, VisitorConversation>;

export interface VisitorOptions {
  url: string;
  origin: string;
  inboxId: InboxId;
  token: string;
  name?: string;
  heals?: boolean;
  reconnection?: boolean;
}

/** Begins or goes on with a visit. */
export async function beginVisit(
  url: string,
  origin: string,
  inboxId: InboxId,
  body: Record<string, unknown> = {},
): Promise<WidgetSession> {
  const response = await fetch(`${url}/api/widget/${inboxId}/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin },
    body: JSON.stringify(body),
  });
  const answer: unknown = await response.json();
  if (!response.ok) throw new Error(`The visit was refused: ${JSON.stringify(answer)}`);
  return answer as WidgetSession;
}

export class VisitorClient {
  readonly connection: Connection;
  readonly threads = new Map<string, VisitorFollowed>();
  readonly outbox: Outbox;
  readonly #early = new Map<string, ThreadEvent<VisitorEntry, VisitorConversation>[]>();
  snapshot: VisitorSnapshot | null = null;

  constructor(private readonly options: VisitorOptions) {
    this.connection = connect(
      options.url,
      options.name ?? 'widget',
      {
        path: socketPaths.widget,
        query: { inbox: options.inboxId },
        auth: { inboxId: options.inboxId, token: options.token },
        extraHeaders: { origin: options.origin },
        reconnection: options.reconnection ?? true,
      },
      () => void this.#resume(),
    );
    this.outbox = createOutbox({ connected: () => this.connection.connected() });
    this.#listen();
  }

  get token(): string {
    return this.options.token;
  }

  get facts() {
    return this.connection.facts;
  }

  ask<Name extends keyof WidgetRequests & string>(
    event: Name,
    payload: z.input<WidgetRequests[Name]>,
    withinMs?: number,
  ): Promise<WidgetAnswers[Name]> {
    return ask(this.connection.socket, event, payload, withinMs);
  }

  async begin(): Promise<VisitorSnapshot> {
    await this.connection.connected();
    this.snapshot = await this.ask('visitor:sync', {});
    if (this.snapshot.current) this.follow(this.snapshot.current);
    return this.snapshot;
  }

  follow(snapshot: VisitorThread): VisitorFollowed {
    const conversationId = snapshot.conversation.id;
    const known = this.threads.get(conversationId);
    if (known) {
      known.apply({ type: 'synced', entries: snapshot.entries, conversation: snapshot.conversation });
      return known;
    }
    const followed: VisitorFollowed = new FollowedThread(
      snapshot,
      (asked): Promise<SyncAnswer<VisitorEntry, VisitorConversation, VisitorThread>> =>
        this.ask('conversation:sync', { conversationId, ...asked }),
      this.options.heals ?? true,
    );
    this.#keep(conversationId, followed);
    return followed;
  }

  thread(conversationId: ConversationId): VisitorFollowed['thread'] {
    const followed = this.threads.get(conversationId);
    if (!followed) throw new Error('This thread is not followed.');
    return followed.thread;
  }

  /** The first message, repeated until it is answered. */
  async start(
    text: string,
    extra: Partial<z.input<WidgetRequests['conversation:start']>> = {},
  ): Promise<ConversationId> {
    const clientId = nextClientId('start');
    const thread = await this.outbox.send(() => this.ask('conversation:start', { clientId, text, ...extra }));
    this.follow(thread);
    return thread.conversation.id;
  }

  /** A message, repeated until it is answered. */
  async send(
    conversationId: ConversationId,
    text: string,
    clientId = nextClientId('visitor'),
  ): Promise<WidgetAnswers['message:send']> {
    const answer = await this.outbox.send(() => this.ask('message:send', { conversationId, clientId, text }));
    if (answer.moved) this.follow(answer.moved);
    return answer;
  }

  close(): void {
    this.connection.close();
  }

  async #resume(): Promise<void> {
    for (const followed of this.threads.values()) await followed.sync().catch(() => undefined);
  }

  /** What comes before the snapshot it belongs to is kept for it: it may be newer than what the snapshot was read from. */
  #apply(conversationId: string, event: ThreadEvent<VisitorEntry, VisitorConversation>): void {
    const followed = this.threads.get(conversationId);
    if (followed) followed.apply(event);
    else this.#early.set(conversationId, [...(this.#early.get(conversationId) ?? []), event]);
  }

  #keep(conversationId: string, followed: FollowedThread<VisitorEntry, VisitorConversation>): void {
    this.threads.set(conversationId, followed);
    for (const event of this.#early.get(conversationId) ?? []) followed.apply(event);
    this.#early.delete(conversationId);
  }

  #listen(): void {
    const { socket } = this.connection;
    socket.on('entry:appended', ({ entry }: { entry: VisitorEntry }) =>
      this.#apply(entry.conversationId, { type: 'entry:appended', entry }),
    );
    socket.on('conversation:changed', ({ conversation }: { conversation: VisitorConversation }) =>
      this.#apply(conversation.id, { type: 'conversation:changed', conversation }),
    );
    socket.on(
      'conversation:head',
      ({ conversationId, seq, rev }: { conversationId: string; seq: number; rev: number }) =>
        this.threads.get(conversationId)?.head(seq, rev),
    );
  }
}
