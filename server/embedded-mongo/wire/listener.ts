/** Accepts connections, feeds their requests to the dispatcher in order, and sends the replies. */
import { createServer, type Server, type Socket } from 'node:net';
import { FrameReader } from './frames.ts';
import { type Reply, type Request, readRequest, writeReply } from './message.ts';

/** Pausing the socket above these keeps a fast or hostile peer from filling memory. */
const MAX_QUEUED_REQUESTS = 256;
const MAX_QUEUED_BYTES = 64_000_000;

/** What a command may know and keep about the connection it came on. */
export interface Session {
  readonly id: number;
  isAuthenticated: boolean;
  /** The login in progress, owned by the commands that carry it out. */
  login: unknown;
}

export type Effect = 'read' | 'write';

export interface Dispatcher {
  /** Whether the request changes data: reads wait for the connection's writes before them, and the other way round. */
  classify(request: Request): Effect;
  /** Calls `done` exactly once. */
  dispatch(request: Request, session: Session, done: (reply: Reply) => void): void;
}

export class Listener {
  private readonly server: Server;
  private readonly connections = new Set<Connection>();
  private nextId = 1;

  constructor(dispatcher: Dispatcher, isAuthenticated: boolean) {
    this.server = createServer({ noDelay: true }, (socket) => {
      const session: Session = { id: this.nextId++, isAuthenticated, login: undefined };
      const connection = new Connection(socket, session, dispatcher, () => this.connections.delete(connection));
      this.connections.add(connection);
    });
  }

  get size(): number {
    return this.connections.size;
  }

  listen(options: { path: string } | { port: number; host: string }): Promise<Server> {
    return new Promise((resolve, reject) => {
      this.server.once('error', reject);
      this.server.listen(options, () => {
        this.server.off('error', reject);
        resolve(this.server);
      });
    });
  }

  close(): Promise<void> {
    return new Promise((resolve) => {
      this.server.close(() => resolve());
      for (const connection of this.connections) connection.end();
    });
  }
}

class Connection {
  private readonly socket: Socket;
  private readonly session: Session;
  private readonly dispatcher: Dispatcher;
  private readonly frames = new FrameReader();
  private waiting: { request: Request; bytes: number }[] = [];
  private waitingBytes = 0;
  private running = 0;
  private runningEffect: Effect = 'read';

  constructor(socket: Socket, session: Session, dispatcher: Dispatcher, onClose: () => void) {
    this.socket = socket;
    this.session = session;
    this.dispatcher = dispatcher;
    socket.on('data', (chunk) => this.receive(chunk));
    socket.on('drain', () => this.regulate());
    socket.on('error', () => socket.destroy());
    socket.on('close', onClose);
  }

  end(): void {
    this.socket.destroySoon();
  }

  private receive(chunk: Buffer): void {
    try {
      for (const frame of this.frames.push(chunk)) {
        this.waiting.push({ request: readRequest(frame), bytes: frame.length });
        this.waitingBytes += frame.length;
      }
    } catch {
      // A peer that breaks the protocol cannot be answered: its message boundaries are unknown.
      this.socket.destroy();
      this.waiting = [];
      return;
    }
    this.advance();
    this.regulate();
  }

  /** Starts waiting requests: several writes may be under way together, everything else goes one after the other. */
  private advance(): void {
    for (let next = this.waiting[0]; next !== undefined; next = this.waiting[0]) {
      const effect = this.dispatcher.classify(next.request);
      if (this.running > 0 && !(effect === 'write' && this.runningEffect === 'write')) return;
      this.waiting.shift();
      this.waitingBytes -= next.bytes;
      this.running++;
      this.runningEffect = effect;
      const { request } = next;
      this.dispatcher.dispatch(request, this.session, (reply) => this.answer(request, reply));
    }
  }

  private answer(request: Request, reply: Reply): void {
    this.running--;
    if (request.wantsReply && this.socket.writable) this.socket.write(writeReply(request, reply));
    this.advance();
    this.regulate();
  }

  private regulate(): void {
    const isFull =
      this.waiting.length > MAX_QUEUED_REQUESTS ||
      this.waitingBytes > MAX_QUEUED_BYTES ||
      this.socket.writableLength > MAX_QUEUED_BYTES;
    if (isFull && !this.socket.isPaused()) this.socket.pause();
    else if (!isFull && this.socket.isPaused()) this.socket.resume();
  }
}
