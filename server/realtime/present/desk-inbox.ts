/** An inbox as the console needs it to show and write what travels there. */
import type { Channel } from '../../../channels/channel.ts';
import type { DeskInbox } from '../../../shared/events.ts';
import type { Inbox } from '../../../shared/model/inbox.ts';

export function presentDeskInbox(inbox: Inbox, channel: Channel | undefined): DeskInbox {
  const { capabilities, letters, voice } = channel ?? {};
  return {
    id: inbox.id,
    name: inbox.name,
    channel: inbox.channel,
    weight: inbox.weight ?? capabilities?.weight ?? 1,
    queueId: inbox.queueId,
    format: capabilities?.format ?? 'chat',
    ...(capabilities?.call &&
      voice?.takesCalls?.(inbox) !== false && {
        call: {
          weight: capabilities.call.weight,
          exclusive: capabilities.call.exclusive,
          number: voice?.numberOf(inbox) ?? null,
        },
      }),
    ...(letters && { address: letters.addressOf(inbox), signature: letters.signatureOf(inbox) }),
  };
}
