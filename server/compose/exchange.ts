/** What comes in from customers and goes out to them, whatever the channel. */
import { createAddressProof } from '../customers/address-proof.ts';
import { createConsent } from '../customers/consent.ts';
import { createIngest } from '../ingest/ingest.ts';
import { createVisitors } from '../ingest/visitors.ts';
import { createAcknowledgements } from '../outbound/acknowledge.ts';
import { findWords } from '../outbound/customer-language.ts';
import { createOutbound } from '../outbound/outbound.ts';
import { createOutbox } from '../outbound/outbox.ts';
import { createReports } from '../outbound/reports.ts';
import { createTexting } from '../outbound/texting.ts';
import { createWays } from '../outbound/ways.ts';
import type { Entry } from '../timeline/model.ts';
import type { FloorParts } from './floor.ts';
import type { Ground } from './ground.ts';
import type { AppOptions } from './options.ts';
import type { Records } from './records.ts';

export type Exchange = ReturnType<typeof createExchange>;

export function createExchange(options: AppOptions, ground: Ground, records: Records, { routing }: FloorParts) {
  const { store, directory, channels, files, secrets, nodeId, ids, clock, log } = ground;
  const { timeline } = records;
  const { customers } = store;
  const attachFiles = files.attach;
  const consent = createConsent({ timeline, customers });
  const texting = createTexting({ channels, directory, customers, clock });
  const optedOut = ({ conversationId, identityId, inboxId }: Entry, key: string): Promise<void> =>
    consent.optOut({ id: conversationId }, { key, identityId, inboxId, at: clock.now(), by: 'provider' });
  const outbox = createOutbox({
    ...{ texting, optedOut, attachFiles, bytesOf: files.bytes, store: store.outbox },
    ...{ timeline, channels, customers, directory, secrets, clock, ids, nodeId, log },
    timers: options.timers,
  });
  const acknowledge = createAcknowledgements({
    ...{ timeline, channels, directory, outbox, store: store.outbox, clock },
    availability: routing.availability,
  });
  const ingest = createIngest({
    ...{ consent, timeline, customers, directory, routing, channels, ids, clock, log, attachFiles },
    wrote: records.customers.wrote,
    letterBegan: acknowledge,
  });
  const visitors = createVisitors({
    ...{ customers, clock, ids },
    async admits(inboxId, visitor) {
      const inbox = await directory.inbox(inboxId);
      return inbox !== null && (channels.get(inbox.channel)?.live?.admits(inbox, visitor) ?? false);
    },
  });
  const ways = createWays({ channels, directory, customers, reached: records.customers.reached, ids, clock });
  const outbound = createOutbound({
    ...{ timeline, channels, directory, customers, outbox, ways, texting, clock, attachFiles },
    async keepHtml(html, id) {
      const kept = await files.keep(Buffer.from(html), { name: 'letter.html', uploader: { kind: 'user', id } });
      return kept.id;
    },
  });
  const addressProof = createAddressProof({
    ...{ timeline, channels, customers, directory, outbox, secrets, clock, ids },
    state: store.channelState.of('address-proof'),
    async write(conversation, code, minutes) {
      const site = (await directory.inbox(conversation.inboxId))?.settings.siteName;
      return (await findWords(timeline, conversation)).code(code, typeof site === 'string' ? site : '', minutes);
    },
  });
  return {
    ...{ ingest, visitors, texting, outbox, ways, outbound, addressProof },
    report: createReports({ timeline, outbox: store.outbox, customers, optedOut, enqueue: ingest.enqueue }),
  };
}
