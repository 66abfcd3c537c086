/** One customer and one agent who talk: over the bare relay and over Parley, behind one interface. */
import { io, type Socket } from 'socket.io-client';

export interface PairTicket {
  /** Parley: what the two need to get in */
  inboxId?: string;
  visitorToken?: string;
  cookie?: string;
  conversationId?: string;
}

export interface Pair {
  /** sends a customer's message; `acked` when the server has it, false when it was refused */
  send(clientId: string, text: string, acked: (ok: boolean) => void): void;
  /** told the client id of each message that reached the agent */
  onRelayed(listener: (clientId: string) => void): void;
  close(): void;
}

const options = { transports: ['websocket'], forceNew: true, reconnection: false };

function connected(socket: Socket): Promise<void> {
  return new Promise((resolve, reject) => {
    socket.once('connect', () => resolve());
    socket.once('connect_error', reject);
  });
}

export async function connectRelayPair(url: string, room: string): Promise<Pair> {
  const agent = io(url, { ...options, auth: { room } });
  const customer = io(url, options);
  await Promise.all([connected(agent), connected(customer)]);
  return {
    send: (clientId, text, acked) => customer.emit('message', { room, text: `${clientId} ${text}` }, () => acked(true)),
    onRelayed: (listener) =>
      agent.on('relayed', (fact: { text: string }) => listener(fact.text.slice(0, fact.text.indexOf(' ')))),
    close: () => {
      agent.close();
      customer.close();
    },
  };
}

export async function connectParleyPair(url: string, ticket: PairTicket): Promise<Pair> {
  const { inboxId = '', visitorToken, cookie = '', conversationId } = ticket;
  const extraHeaders = { origin: url };
  const customer = io(url, {
    ...options,
    path: '/socket/widget',
    query: { inbox: inboxId },
    auth: { inboxId, token: visitorToken },
    extraHeaders,
  });
  const agent = io(url, { ...options, path: '/socket/console', extraHeaders: { ...extraHeaders, cookie } });
  await Promise.all([connected(agent), connected(customer)]);
  const opened: { ok: boolean } = await agent.emitWithAck('conversation:open', { conversationId });
  if (!opened.ok) throw new Error(`the agent could not open ${conversationId}: ${JSON.stringify(opened)}`);
  return {
    send: (clientId, text, acked) =>
      customer.emit('message:send', { conversationId, clientId, text, fileIds: [] }, (answer: { ok: boolean }) =>
        acked(answer.ok),
      ),
    onRelayed: (listener) =>
      agent.on('entry:appended', (fact: { entry: { clientId?: string } }) => {
        if (fact.entry.clientId) listener(fact.entry.clientId);
      }),
    close: () => {
      agent.close();
      customer.close();
    },
  };
}
