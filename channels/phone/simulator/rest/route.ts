/** One operation of the REST API, and how it is found. */

import type { Lines } from '../engine/lines.ts';
import type { Messages } from '../engine/messages.ts';
import type { Engines } from '../twiml/context.ts';
import type { Form } from './form.ts';

export interface RestDeps extends Engines {
  lines: Lines;
  messages: Messages;
}

export interface RestCall {
  /** what the path names, in order */
  ids: string[];
  form: Form;
  query: URLSearchParams;
  path: string;
}

export type RestAnswer =
  | { status: number; json: unknown }
  | { status: number; bytes: Buffer; contentType: string }
  | { status: 204 };

export interface Operation {
  method: 'GET' | 'POST' | 'DELETE';
  /** below the account; `*` is an id */
  path: string;
  /** of the OpenAPI document, which a test compares the fields with */
  spec: string;
  fields: readonly string[];
  run(call: RestCall): Promise<RestAnswer> | RestAnswer;
}

export const ok = (json: unknown): RestAnswer => ({ status: 200, json });
export const created = (json: unknown): RestAnswer => ({ status: 201, json });
export const words = (text: string): string[] => text.trim().split(/\s+/);

/** Null: there is no such operation. */
export function findOperation(
  operations: readonly Operation[],
  method: string,
  path: string,
): { operation: Operation; ids: string[] } | null {
  const parts = path.split('/');
  for (const operation of operations) {
    if (operation.method !== method) continue;
    const wanted = operation.path.split('/');
    if (wanted.length !== parts.length) continue;
    const ids: string[] = [];
    const fits = wanted.every((part, index) => {
      const given = parts[index] ?? '';
      if (!part.startsWith('*')) return part === given;
      const ending = part.slice(1);
      if (!given.endsWith(ending) || given.length === ending.length) return false;
      ids.push(decodeURIComponent(ending === '' ? given : given.slice(0, -ending.length)));
      return true;
    });
    if (fits) return { operation, ids };
  }
  return null;
}
