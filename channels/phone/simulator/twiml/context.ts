/** What verbs are given to be carried out. */
import type { Calls, Leg } from '../engine/calls.ts';
import type { Conferences } from '../engine/conferences.ts';
import { callParams } from '../engine/params.ts';
import type { Queues } from '../engine/queues.ts';
import type { Recordings } from '../engine/recordings.ts';
import type { Scope } from '../engine/scope.ts';
import type { Callback, Source } from '../model.ts';
import type { Webhooks } from '../webhooks/webhooks.ts';
import type { World } from '../world.ts';
import type { XmlElement } from './parse-xml.ts';

export interface Engines {
  world: World;
  webhooks: Webhooks;
  calls: Calls;
  conferences: Conferences;
  recordings: Recordings;
  queues: Queues;
}

export interface Context extends Engines {
  leg: Leg;
  scope: Scope;
  base: string | null;
  /** carries out what a verb holds or asks for */
  runVerbs(context: Context, verbs: readonly XmlElement[]): Promise<Outcome>;
}

/** Where it goes on. `leave`: out of a queue's waiting document. */
export type Outcome = { to: 'next' } | { to: 'document'; source: Source } | { to: 'end' } | { to: 'leave' };
export const next: Outcome = { to: 'next' };

/** An address in a document, whole; one of an inline document must be whole already. */
export function resolveUrl(context: Context, url: string): string {
  if (context.base === null && !/^https?:/.test(url)) {
    context.world.warn(11_100, `${url} in an inline document is relative`);
  }
  return new URL(url, context.base ?? 'http://invalid.invalid/').href;
}

export const methodOf = (text: string | undefined): 'GET' | 'POST' => (text?.toUpperCase() === 'GET' ? 'GET' : 'POST');

/** The document that a verb's `action` names; the current one where it names none. */
export function actionOf(context: Context, { attributes }: XmlElement, extra: Record<string, string>): Source | null {
  const url = attributes.action ?? context.base;
  if (url === null) return null;
  return { kind: 'url', url: resolveUrl(context, url), method: methodOf(attributes.method), extra };
}

/** Tells an action whose answer nobody can carry out any more. */
export function tellAction(context: Context, verb: XmlElement, extra: Record<string, string>): void {
  const action = actionOf(context, verb, extra);
  if (action?.kind !== 'url' || verb.attributes.action === undefined) return;
  const { webhooks, world, leg } = context;
  world.track(webhooks.ask(action.url, action.method, { ...callParams(world, leg.call), ...extra }));
}

export function callbackOf(context: Context, verb: XmlElement, prefix: string, usual: string): Callback | null {
  const { attributes } = verb;
  const url = attributes[prefix];
  if (url === undefined) return null;
  return {
    url: resolveUrl(context, url),
    method: methodOf(attributes[`${prefix}Method`]),
    events: new Set((attributes[`${prefix}Event`] ?? usual).split(/\s+/)),
  };
}

export const sleep = (context: Context, ms: number): Promise<void> =>
  context.scope.until<void>((done) => context.world.clock.after(ms, () => done()));
