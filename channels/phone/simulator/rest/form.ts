/** The form of a request: fields that are not done here are refused, rather than left out in silence. */
import type { Callback } from '../model.ts';
import { Refusal } from './refusal.ts';

export interface Form {
  text(name: string): string | undefined;
  required(name: string): string;
  flag(name: string): boolean | undefined;
  number(name: string): number | undefined;
  all(name: string): string[];
  method(name: string, usual?: 'GET' | 'POST'): 'GET' | 'POST';
  callback(name: string, usual: string): Callback | null;
}

export function createForm(fields: URLSearchParams, known: readonly string[]): Form {
  for (const name of new Set(fields.keys())) {
    if (!known.includes(name)) throw new Refusal(400, 20_001, `The simulator does not do ${name}`);
  }
  const text = (name: string) => fields.get(name) ?? undefined;
  const method = (name: string, usual: 'GET' | 'POST' = 'POST'): 'GET' | 'POST' => {
    const value = (text(name) ?? usual).toUpperCase();
    if (value !== 'GET' && value !== 'POST') throw new Refusal(400, 21_207, `${name} is neither GET nor POST`);
    return value;
  };
  return {
    text,
    method,
    all: (name) => fields.getAll(name),
    required(name) {
      const value = text(name);
      if (value === undefined || value === '') throw new Refusal(400, 21_201, `No '${name}' is specified`);
      return value;
    },
    flag(name) {
      const value = text(name);
      if (value === undefined) return undefined;
      if (!/^(true|false)$/i.test(value)) throw new Refusal(400, 20_001, `${name} is neither true nor false`);
      return value.toLowerCase() === 'true';
    },
    number(name) {
      const value = text(name);
      if (value === undefined) return undefined;
      if (!/^\d+$/.test(value)) throw new Refusal(400, 20_001, `${name} is no number`);
      return Number(value);
    },
    callback(name, usual) {
      const url = text(name);
      if (url === undefined || url === '') return null;
      if (!/^https?:\/\//.test(url)) throw new Refusal(400, 21_609, `${name} is not a valid URL`);
      const events = fields.getAll(`${name}Event`).flatMap((value) => value.split(/[\s,]+/));
      return {
        url,
        method: method(`${name}Method`),
        events: new Set(events.length > 0 ? events : usual.split(' ')),
      };
    },
  };
}
