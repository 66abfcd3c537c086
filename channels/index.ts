/** The list of channels: a new one is one line here. */
import type { Channel } from './channel.ts';
import { createEmailChannel, type EmailConfig } from './email/email.ts';
import { createWebchatChannel } from './webchat/webchat.ts';

export interface ChannelsConfig {
  email: EmailConfig;
}

export function createChannels({ email }: ChannelsConfig): Channel[] {
  return [createWebchatChannel(), createEmailChannel(email)];
}
