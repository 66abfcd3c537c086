/** What the loader keeps on the host page between visits: the launcher's look, and whether there is anything to load early. */
import type { AppMessage } from '../bridge/messages.ts';

export type Look = Omit<Extract<AppMessage, { type: 'ready' }>, 'type'>;

export interface Memory {
  look: Look | null;
  /** the visitor has written before, so unread answers may wait */
  hasSession: boolean;
  /** there was no chat here the last time: the bubble waits until there is one again */
  isGone: boolean;
}

const keyOf = (inbox: string): string => `parley:${inbox}`;
const colour = /^#[0-9a-f]{6}$/i;

/** Blocked or broken storage reads as nothing known. */
export function recall(inbox: string): Memory {
  try {
    const kept = JSON.parse(localStorage.getItem(keyOf(inbox)) || '{}');
    const look = kept.look;
    const isSound = look && colour.test(look.accent) && colour.test(look.textOnAccent);
    return { look: isSound ? look : null, hasSession: kept.hasSession === true, isGone: kept.isGone === true };
  } catch {
    return { look: null, hasSession: false, isGone: false };
  }
}

export function remember(inbox: string, memory: Memory | null): void {
  try {
    if (memory) localStorage.setItem(keyOf(inbox), JSON.stringify(memory));
    else localStorage.removeItem(keyOf(inbox));
  } catch {
    // A page without storage asks the frame again next time.
  }
}

const openKey = (inbox: string): string => `parley:${inbox}:open`;

/** Whether the panel stood open on the page before, in this tab. */
export function recallOpen(inbox: string): boolean {
  try {
    return sessionStorage.getItem(openKey(inbox)) === '1';
  } catch {
    return false;
  }
}

export function rememberOpen(inbox: string, isOpen: boolean): void {
  try {
    if (isOpen) sessionStorage.setItem(openKey(inbox), '1');
    else sessionStorage.removeItem(openKey(inbox));
  } catch {
    // The panel then starts closed on the next page.
  }
}
