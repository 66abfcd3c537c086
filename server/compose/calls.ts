/** Live calls, and who may hear what was kept of them. */
import { transcriptionCredential } from '../../shared/model/phone-policy.ts';
import { createCalls } from '../calls/create-calls.ts';
import { createTranscriber } from '../calls/transcriber.ts';
import { createGuardedFetch } from '../lib/guarded-fetch.ts';
import { systemTimers } from '../routing/timers.ts';
import type { Exchange } from './exchange.ts';
import type { Facts } from './facts.ts';
import type { FloorParts } from './floor.ts';
import type { Ground } from './ground.ts';
import type { AppOptions } from './options.ts';
import type { Records } from './records.ts';

/** One node follows what is due. */
const CALLS_LEASE_MS = 10_000;

export function createCallParts(
  options: AppOptions,
  ground: Ground,
  { timeline, forgetSaid }: Records,
  { routing }: FloorParts,
  { ingest }: Exchange,
  facts: Facts,
) {
  const { config, store, directory, leases, channels, accounts, catalogue, files } = ground;
  const { credentials, nodeId, ids, clock, log } = ground;
  return createCalls({
    ...{ calls: store.calls, events: store.callEvents, channels, directory, routing, timeline, ids, clock, log },
    place: ingest.placeCall,
    attachFiles: files.attach,
    keepRecording: (id, sound, name) => files.keepStream(sound, { name, uploader: { kind: 'inbox', id } }),
    lead: async () => (await leases.acquire('calls', nodeId, CALLS_LEASE_MS)) !== null,
    bytesOf: files.bytes,
    async retract(ids, conversationId) {
      await files.retract(ids, conversationId);
      await forgetSaid(ids, conversationId);
    },
    audit: (action, callId, details) => accounts.audit.record(action, { kind: 'system' }, callId, '', details),
    transcriber: createTranscriber(createGuardedFetch(config.privateServices ? { mayReach: () => true } : {})),
    transcriptionKey: async (id) => (await credentials.get(id))[transcriptionCredential] || null,
    timers: options.timers ?? systemTimers,
    settings: options.calls,
    publish: facts.calls.tell,
    people: { viewerOfUser: accounts.viewerOfUser },
    dispositions: catalogue.dispositions,
    queueName: async (id) => (await directory.queue(id))?.name ?? '',
    availability: routing.availability,
  });
}
