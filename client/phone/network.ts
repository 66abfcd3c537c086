/** The simulated telephone network as this page speaks with it: commands, and a stream of what happens. */
import type { SimulatorAccess } from '../../shared/api.ts';

export interface NetworkCall {
  sid: string;
  from: string;
  to: string;
  status: string;
}

export interface NetworkMessage {
  sid: string;
  from: string;
  to: string;
  body: string;
  status: string;
  createdAt: number;
}

export interface NetworkWebhook {
  id: number;
  at: number;
  method: string;
  url: string;
  params: Record<string, string>;
  status: number | null;
  answer: string;
  ms: number;
}

export type NetworkEvent =
  | { type: 'call'; call: NetworkCall }
  | { type: 'ring'; call: NetworkCall }
  | { type: 'over'; callSid: string }
  | { type: 'caption'; callSid: string; text: string; language: string }
  | { type: 'sound'; callSid: string; what: 'music' | 'digits' | 'beep' | 'silence'; detail: string }
  | { type: 'message'; message: NetworkMessage }
  | { type: 'webhook'; webhook: NetworkWebhook }
  | { type: 'warning'; code: number; text: string; url: string };

export interface Network {
  ask<Answer>(command: string, body?: object): Promise<Answer>;
  /** Tells what happens from now on, as the telephone of that number. Answers how to stop. */
  watch(number: string | null, told: (event: NetworkEvent) => void, state: (isOpen: boolean) => void): () => void;
}

export function openNetwork({ url, token }: SimulatorAccess): Network {
  return {
    async ask<Answer>(command: string, body: object = {}): Promise<Answer> {
      const answer = await fetch(`${url}/control/${command}`, {
        method: 'POST',
        headers: { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' },
        body: JSON.stringify(body),
      });
      const found = (await answer.json()) as Answer & { message?: string };
      if (!answer.ok) throw new Error(found.message ?? String(answer.status));
      return found;
    },
    watch(number, told, state) {
      const query = new URLSearchParams({ token, ...(number !== null && { number }) });
      const source = new EventSource(`${url}/control/events?${query}`);
      source.addEventListener('open', () => state(true));
      source.addEventListener('error', () => state(false));
      source.addEventListener('message', ({ data }) => told(JSON.parse(String(data)) as NetworkEvent));
      return () => source.close();
    },
  };
}
