/** Replies that go where the conversation came from, for tests of what happens to them then. */
import type { Channel } from '../../channels/channel.ts';
import type { Ways } from '../../server/outbound/ways.ts';

export const ownWay = (channels: ReadonlyMap<string, Channel>): Pick<Ways, 'of'> => ({
  of: async ({ inboxId, identityId, channel }) => ({ inboxId, identityId, channel: channels.get(channel) }),
});
