/** A channel's icon in its colour. */
import { IconMail, IconMessageCircle, IconPhone } from '@tabler/icons-react';
import classes from './channel-disc.module.css';

export function ChannelIcon({ channel, size = 16 }: { channel: string; size?: number }) {
  const Icon = channel === 'email' ? IconMail : channel === 'phone' ? IconPhone : IconMessageCircle;
  const colour = channel === 'email' ? classes.emailText : channel === 'phone' ? classes.phoneText : classes.chatText;
  return <Icon size={size} stroke={1.75} className={colour} aria-hidden="true" />;
}
