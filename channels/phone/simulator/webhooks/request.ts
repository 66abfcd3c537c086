/** One HTTP request as Twilio's proxy sends it: no more than the time it may take, redirects told and not followed. */
import http from 'node:http';
import https from 'node:https';

export interface Sent {
  method: 'GET' | 'POST';
  url: string;
  headers: Record<string, string>;
  body: string | null;
}

export type Received =
  | { kind: 'answer'; status: number; contentType: string; location: string | null; body: Buffer }
  /** no connection, or no answer in time */
  | { kind: 'failed'; why: 'ct' | 'rt'; detail: string };

const MOST = 10 * 1_048_576;

export function request({ method, url, headers, body }: Sent, connectMs: number, readMs: number): Promise<Received> {
  return new Promise((resolve) => {
    let isConnected = false;
    const fail = (why: 'ct' | 'rt', detail: string) => {
      clearTimeout(timer);
      resolve({ kind: 'failed', why, detail });
      asked.destroy();
    };
    const asked = (url.startsWith('https:') ? https : http).request(url, { method, headers, agent: false });
    const timer = setTimeout(() => fail(isConnected ? 'rt' : 'ct', 'no answer in time'), readMs);
    const connecting = setTimeout(() => isConnected || fail('ct', 'no connection in time'), connectMs);
    asked.on('socket', (socket) =>
      socket.once('connect', () => {
        isConnected = true;
        clearTimeout(connecting);
      }),
    );
    asked.on('error', (error) => {
      clearTimeout(connecting);
      fail(isConnected ? 'rt' : 'ct', error.message);
    });
    asked.on('response', (response) => {
      const chunks: Buffer[] = [];
      let size = 0;
      response.on('data', (chunk: Buffer) => {
        size += chunk.length;
        if (size > MOST) fail('rt', 'too large an answer');
        else chunks.push(chunk);
      });
      response.on('error', (error) => fail('rt', error.message));
      response.on('end', () => {
        clearTimeout(timer);
        resolve({
          kind: 'answer',
          status: response.statusCode ?? 0,
          contentType: (response.headers['content-type'] ?? '').split(';')[0]?.trim().toLowerCase() ?? '',
          location: response.headers.location ?? null,
          body: Buffer.concat(chunks),
        });
      });
    });
    asked.end(body ?? undefined);
  });
}
