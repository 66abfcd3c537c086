/** What went into files because nothing is configured to send by, as a reader of mails would see it. */
import type { Channel } from '../../channels/channel.ts';
import type { Inbox } from '../../shared/model/inbox.ts';
import type { KeptMail } from '../../shared/model/kept-mail.ts';
import type { Timeline } from '../timeline/timeline.ts';
import type { OutboxItem, OutboxStore } from './outbox-model.ts';

export interface KeptSources {
  store: Pick<OutboxStore, 'kept'>;
  timeline: Pick<Timeline, 'find' | 'findEntry'>;
  channels: ReadonlyMap<string, Channel>;
  directory: { inbox(id: Inbox['id']): Promise<Inbox | null> };
}

/** Newest first. */
export async function findKept(sources: KeptSources, limit: number): Promise<KeptMail[]> {
  const items = await sources.store.kept(limit);
  const described = await Promise.all(items.map((item) => describe(sources, item)));
  return described.flatMap((mail) => mail ?? []);
}

async function describe(
  { timeline, directory, channels }: KeptSources,
  { id, kept, createdAt, loose, ...item }: OutboxItem,
): Promise<KeptMail | null> {
  if (kept && loose) {
    const [found, inbox] = await Promise.all([timeline.find(item.conversationId), directory.inbox(item.inboxId)]);
    const from = (inbox && channels.get(inbox.channel)?.letters?.addressOf(inbox)) ?? '';
    const { subject, to } = loose;
    return {
      ...{ id, at: createdAt, fileId: kept, conversationNumber: found?.number ?? 0, subject, from },
      to: [to.address],
    };
  }
  const entry = await timeline.findEntry(id);
  const conversation = entry && (await timeline.find(entry.conversationId));
  const letter = entry?.body.kind === 'message' ? entry.body.letter : undefined;
  if (!kept || !conversation || !letter) return null;
  return {
    ...{ id, at: createdAt, fileId: kept },
    conversationNumber: conversation.number,
    subject: letter.subject,
    from: letter.from?.address ?? '',
    to: [...letter.to, ...letter.cc, ...(letter.bcc ?? [])].map(({ address }) => address),
  };
}
