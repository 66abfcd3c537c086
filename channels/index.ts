/** The list of channels: a new one is one line here. */
import type { Channel } from './channel.ts';
import { createEmailChannel, type EmailConfig } from './email/email.ts';
import { createPhoneChannel, type PhoneConfig } from './phone/phone.ts';
import { createWebchatChannel } from './webchat/webchat.ts';

export interface ChannelsConfig {
  email: EmailConfig;
  phone: PhoneConfig;
}

export function createChannels({ email, phone }: ChannelsConfig): Channel[] {
  const calls = createPhoneChannel(phone);
  return [createWebchatChannel(calls.overSwitch), createEmailChannel(email), calls];
}
