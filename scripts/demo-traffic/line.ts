/** Sockets and requests of those who are played, as a browser on our own pages would make them. */
import { io, type Socket } from 'socket.io-client';
import type { Result } from '../../shared/errors.ts';

export interface Line {
  socket: Socket;
  /** @throws what the server refused, or when it does not answer */
  ask<T>(event: string, payload: unknown): Promise<T>;
  close(): void;
}

/** Where the demo is, and what browsers call it. */
export interface Place {
  url: string;
  origin: string;
}

export async function openLine(
  { url, origin }: Place,
  path: string,
  options: { query?: Record<string, string>; auth?: object; cookie?: string },
): Promise<Line> {
  const { cookie, ...rest } = options;
  const extraHeaders = { origin, ...(cookie ? { cookie } : {}) };
  const socket = io(url, { path, transports: ['websocket'], forceNew: true, extraHeaders, ...rest });
  await new Promise<void>((resolve, reject) => {
    socket.once('connect', () => resolve());
    socket.once('connect_error', (error) => {
      socket.close();
      reject(error);
    });
  });
  return {
    socket,
    async ask<T>(event: string, payload: unknown): Promise<T> {
      const answer: Result<T> = await socket.timeout(20_000).emitWithAck(event, payload);
      if (!answer.ok) throw new Error(`${event}: ${answer.error.code} ${answer.error.message}`);
      return answer.value;
    },
    close: () => void socket.close(),
  };
}

export async function post({ url, origin }: Place, path: string, body: unknown): Promise<Response> {
  const response = await fetch(new URL(path, url), {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin },
    body: JSON.stringify(body),
  });
  if (!response.ok) throw new Error(`POST ${path}: ${response.status} ${await response.text()}`);
  return response;
}

/** What somebody takes to read and write a line. */
export function takeTime(text: string, speed: number): Promise<void> {
  const ms = (2_500 + text.length * 90) / speed;
  return new Promise((resolve) => setTimeout(resolve, ms));
}
