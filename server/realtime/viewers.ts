/**
 * Who has which conversation in front of them. Kept in memory by socket, so it ends with the socket; nodes tell each other theirs
 * again and again, and what a node has not repeated for a while is forgotten with it.
 */
import type { ConversationViewers, Viewer } from '../../shared/events-thread.ts';
import type { ConversationId } from '../../shared/model/ids.ts';

/** What one node knows of one conversation: its whole word, which replaces the one before. */
export interface NodeViewers {
  node: string;
  conversationId: ConversationId;
  viewers: Viewer[];
}

export interface Viewers {
  /** This socket shows that conversation now, or none. */
  set(socketId: string, viewer: Viewer, conversationId: ConversationId | null): void;
  gone(socketId: string): void;
  of(conversationId: ConversationId): Viewer[];
  /** Every conversation that somebody looks at. */
  all(): ConversationViewers[];
  /** A node's word, our own included. */
  heard(said: NodeViewers): void;
  /** Tells the others what is still so here, and forgets nodes that have fallen silent. */
  beat(): Promise<void>;
}

export interface ViewersDeps {
  node: string;
  /** how long a node's word holds */
  leaseMs: number;
  now(): number;
  /** to every node, this one first */
  say(said: NodeViewers): void;
  /** to the sockets of this node */
  tell(fact: ConversationViewers): void;
}

export function createViewers({ node, leaseMs, now, say, tell }: ViewersDeps): Viewers {
  const here = new Map<string, { viewer: Viewer; conversationId: ConversationId }>();
  const known = new Map<ConversationId, Map<string, { viewers: Viewer[]; until: number }>>();

  function sayAgain(conversationId: ConversationId): void {
    const viewers = [...here.values()].filter((each) => each.conversationId === conversationId);
    say({ node, conversationId, viewers: viewers.map(({ viewer }) => viewer) });
  }

  function of(conversationId: ConversationId): Viewer[] {
    const everybody = [...(known.get(conversationId)?.values() ?? [])].flatMap(({ viewers }) => viewers);
    return [...new Map(everybody.map((viewer) => [viewer.id, viewer])).values()].sort((a, b) => (a.id < b.id ? -1 : 1));
  }

  function put(conversationId: ConversationId, from: string, viewers: Viewer[]): void {
    const before = JSON.stringify(of(conversationId));
    const nodes = known.get(conversationId) ?? new Map();
    if (viewers.length > 0) nodes.set(from, { viewers, until: now() + leaseMs });
    else nodes.delete(from);
    if (nodes.size > 0) known.set(conversationId, nodes);
    else known.delete(conversationId);
    const after = of(conversationId);
    if (JSON.stringify(after) !== before) tell({ conversationId, viewers: after });
  }

  function leave(socketId: string): void {
    const before = here.get(socketId);
    if (!before) return;
    here.delete(socketId);
    sayAgain(before.conversationId);
  }

  return {
    set(socketId, viewer, conversationId) {
      const before = here.get(socketId);
      if (before?.conversationId === conversationId && before.viewer.name === viewer.name) return;
      if (before?.conversationId !== conversationId) leave(socketId);
      if (conversationId === null) return;
      here.set(socketId, { viewer, conversationId });
      sayAgain(conversationId);
    },
    gone: leave,
    of,
    all: () => [...known.keys()].map((conversationId) => ({ conversationId, viewers: of(conversationId) })),
    heard: ({ node: from, conversationId, viewers }) => put(conversationId, from, viewers),
    async beat() {
      for (const conversationId of new Set([...here.values()].map((each) => each.conversationId))) {
        sayAgain(conversationId);
      }
      for (const [conversationId, nodes] of [...known]) {
        for (const [from, { until }] of [...nodes]) if (until <= now()) put(conversationId, from, []);
      }
    },
  };
}
