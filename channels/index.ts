/** The list of channels: a new one is one line here. */
import type { Channel } from './channel.ts';
import { createWebchatChannel } from './webchat/webchat.ts';

export function createChannels(): Channel[] {
  return [createWebchatChannel()];
}
