/** Who can be rung: telephones by their number, browsers by their identity. */
import type { Call } from '../model.ts';

export interface Endpoint {
  ring(call: Call): void;
  /** it rang in vain, or somebody else took it */
  cancel(call: Call): void;
  /** over, after it was answered */
  end(call: Call): void;
}

export interface Lines {
  connect(address: string, endpoint: Endpoint): () => void;
  find(address: string): Endpoint | null;
}

export function createLines(): Lines {
  const lines = new Map<string, Endpoint[]>();
  return {
    connect(address, endpoint) {
      const there = lines.get(address) ?? [];
      lines.set(address, [...there, endpoint]);
      return () => {
        const left = (lines.get(address) ?? []).filter((other) => other !== endpoint);
        if (left.length > 0) lines.set(address, left);
        else lines.delete(address);
      };
    },
    // Of several browsers of one identity the newest is rung; a real account rings them all.
    find: (address) => lines.get(address)?.at(-1) ?? null,
  };
}

/** `client:agent-7?conversationId=1` names an identity and what its browser is told. */
export function readAddress(to: string): { address: string; params: Record<string, string> } {
  const at = to.indexOf('?');
  if (!to.startsWith('client:') || at < 0) return { address: to, params: {} };
  return { address: to.slice(0, at), params: Object.fromEntries(new URLSearchParams(to.slice(at + 1))) };
}
