/** What loader and framed app say to each other: a versioned union each way, and readers that trust nothing about its shape. */

export const bridgeVersion = 1;

/** The host page's word on who its visitor is. */
export type HostIdentity = { jwt: string } | { id: string; hash: string; email?: string; name?: string };

/** Where the visitor is on the host page. */
export interface HostPage {
  url: string;
  title: string;
  referrer: string;
}

/** The loader's messages. `isFull`: the app fills a phone's screen, so it shows its own close button. */
export type HostMessage =
  | { type: 'hello'; language: string; page: HostPage; identity: HostIdentity | null; isOpen: boolean; isFull: boolean }
  | { type: 'shown'; isOpen: boolean; isFull: boolean }
  | { type: 'identify'; identity: HostIdentity }
  | { type: 'page'; page: HostPage }
  | { type: 'shutdown' };

/** The app's messages. `isLeader`: of several tabs this one may change its title. */
export type AppMessage =
  | { type: 'ready'; accent: string; textOnAccent: string; position: 'right' | 'left'; name: string }
  | { type: 'spoken'; language: string }
  | { type: 'session'; exists: boolean }
  | { type: 'unread'; count: number; isLeader: boolean }
  | { type: 'close' }
  | { type: 'ended' }
  | { type: 'gone' };

export interface Envelope<M> {
  parley: typeof bridgeVersion;
  message: M;
}

export function wrap<M>(message: M): Envelope<M> {
  return { parley: bridgeVersion, message };
}

type Fields = Record<string, unknown>;

function open(data: unknown): Fields | null {
  const envelope = data as Partial<Envelope<unknown>> | null;
  if (typeof envelope !== 'object' || envelope === null || envelope.parley !== bridgeVersion) return null;
  const message = envelope.message;
  return typeof message === 'object' && message !== null ? (message as Fields) : null;
}

const text = (value: unknown, limit: number): string => (typeof value === 'string' ? value.slice(0, limit) : '');

export function readIdentity(value: unknown): HostIdentity | null {
  if (typeof value !== 'object' || value === null) return null;
  const fields = value as Fields;
  if (typeof fields.jwt === 'string') return { jwt: text(fields.jwt, 4_000) };
  if (typeof fields.id !== 'string' || typeof fields.hash !== 'string') return null;
  return {
    id: text(fields.id, 200),
    hash: text(fields.hash, 200),
    ...(typeof fields.email === 'string' ? { email: text(fields.email, 254) } : {}),
    ...(typeof fields.name === 'string' ? { name: text(fields.name, 120) } : {}),
  };
}

function readPage(value: unknown): HostPage {
  const fields = (typeof value === 'object' && value !== null ? value : {}) as Fields;
  return { url: text(fields.url, 2_000), title: text(fields.title, 300), referrer: text(fields.referrer, 2_000) };
}

/** What the app accepts from a page that is allowed to embed it; null for anything else. */
export function readHostMessage(data: unknown): HostMessage | null {
  const fields = open(data);
  const isOpen = fields?.isOpen === true;
  const isFull = fields?.isFull === true;
  switch (fields?.type) {
    case 'hello':
      return {
        type: 'hello',
        language: text(fields.language, 35),
        page: readPage(fields.page),
        identity: readIdentity(fields.identity),
        isOpen,
        isFull,
      };
    case 'shown':
      return { type: 'shown', isOpen, isFull };
    case 'identify': {
      const identity = readIdentity(fields.identity);
      return identity && { type: 'identify', identity };
    }
    case 'page':
      return { type: 'page', page: readPage(fields.page) };
    case 'shutdown':
      return { type: 'shutdown' };
    default:
      return null;
  }
}

const colour = /^#[0-9a-f]{6}$/i;

/** What the loader accepts from the app's frame; null for anything else. */
export function readAppMessage(data: unknown): AppMessage | null {
  const fields = open(data);
  switch (fields?.type) {
    case 'ready':
      return colour.test(text(fields.accent, 7)) && colour.test(text(fields.textOnAccent, 7))
        ? {
            type: 'ready',
            accent: text(fields.accent, 7),
            textOnAccent: text(fields.textOnAccent, 7),
            position: fields.position === 'left' ? 'left' : 'right',
            name: text(fields.name, 80),
          }
        : null;
    case 'spoken':
      return { type: 'spoken', language: text(fields.language, 35) };
    case 'session':
      return { type: 'session', exists: fields.exists === true };
    case 'unread':
      return typeof fields.count === 'number'
        ? { type: 'unread', count: fields.count, isLeader: fields.isLeader === true }
        : null;
    case 'close':
      return { type: 'close' };
    case 'ended':
      return { type: 'ended' };
    case 'gone':
      return { type: 'gone' };
    default:
      return null;
  }
}
