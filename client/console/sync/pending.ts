/** Sends that the server has not acknowledged yet: they live outside the reducer and outlast a reload. */
import type { WireError } from '../../../shared/errors.ts';
import type { FileRef } from '../../../shared/model/file.ts';
import type { ConversationId, DispositionId, InboxId } from '../../../shared/model/ids.ts';
import type { LetterDraft } from '../../../shared/model/letter.ts';
import type { FilledTemplate } from '../../../shared/model/texting.ts';
import type { Mention } from '../../../shared/model/writing.ts';

/** `at` in ms since 1970, the server's clock. */
export type PendingHold = { hold: 'later'; at: number } | { hold: 'undo'; seconds: number };

export interface Ending {
  dispositionId: DispositionId | null;
  note?: string;
}

export interface PendingSend {
  clientId: string;
  conversationId: ConversationId;
  kind: 'message' | 'note';
  text: string;
  files: FileRef[];
  choices?: string[];
  mentions?: Mention[];
  /** where it travels as a letter */
  letter?: LetterDraft;
  /** an inbox of letters by which it goes, where that is not the conversation's own way */
  by?: InboxId;
  /** what the words are made of, where only approved ones go */
  template?: FilledTemplate;
  /** seq of the customer's newest message that the writer had seen */
  expects?: number;
  /** version of the draft that it was */
  draft?: number;
  /** held by the server before it is sent; null or absent: sent at once */
  hold?: PendingHold | null;
  /** the conversation is closed right after */
  close?: Ending | null;
  /** ms since 1970, this computer's clock */
  at: number;
  state: { kind: 'waiting' } | { kind: 'sending' } | { kind: 'failed'; error: WireError };
}

/** The part of localStorage that is used. */
export interface KeyStore {
  getItem(key: string): string | null;
  setItem(key: string, value: string): void;
  removeItem(key: string): void;
  keys(): string[];
}

/** One key per send, so that two tabs of one agent never write over each other's. */
export function createPendingStore(keys: KeyStore, userId: string) {
  const prefix = `parley.pending.${userId}.`;
  return {
    prefix,
    save(send: PendingSend): void {
      keys.setItem(prefix + send.clientId, JSON.stringify(send));
    },
    remove(clientId: string): void {
      keys.removeItem(prefix + clientId);
    },
    /** What an earlier page left, oldest first; whatever was under way is sent again, because sends are repeatable. */
    load(): PendingSend[] {
      const found: PendingSend[] = [];
      for (const key of keys.keys()) {
        if (!key.startsWith(prefix)) continue;
        const send = readPending(keys.getItem(key));
        if (send) found.push(send.state.kind === 'sending' ? { ...send, state: { kind: 'waiting' } } : send);
      }
      return found.sort((a, b) => a.at - b.at);
    },
  };
}
export type PendingStore = ReturnType<typeof createPendingStore>;

function readPending(text: string | null): PendingSend | null {
  try {
    const value = JSON.parse(text ?? 'null') as PendingSend | null;
    return value && typeof value.clientId === 'string' && typeof value.text === 'string' ? value : null;
  } catch {
    return null;
  }
}

/**
 * The next send of a conversation: strictly in order, nothing overtakes one under way. A failed one waits for its author and lets the
 * others pass, but no reply passes one that the customer overtook: it was written to follow it. Notes do.
 */
export function nextToSend(pending: readonly PendingSend[], conversationId: ConversationId): PendingSend | null {
  const own = pending.filter((send) => send.conversationId === conversationId);
  const held = own.findIndex(isOvertaken);
  const isBehind = (send: PendingSend, at: number): boolean => held >= 0 && at > held && send.kind === 'message';
  const first = own.find((send, at) => send.state.kind !== 'failed' && !isBehind(send, at));
  return first?.state.kind === 'waiting' ? first : null;
}

/** The customer wrote while it was written or on its way: its author decides, in the composer. */
export function isOvertaken(send: PendingSend): boolean {
  return send.state.kind === 'failed' && send.state.error.code === 'stale';
}

/** Errors after which the same send may still succeed on its own. */
export function isPassing(error: WireError): boolean {
  return error.code === 'not_ready' || error.code === 'rate_limited';
}
