/** A channel as icon and colour, always both. */
import { IconMail, IconMessageCircle, IconPhone } from '@tabler/icons-react';
import classes from './channel-disc.module.css';
import { cx } from './cx.ts';

export function ChannelDisc({ channel }: { channel: string }) {
  const Icon = channel === 'email' ? IconMail : channel === 'phone' ? IconPhone : IconMessageCircle;
  const colour = channel === 'email' ? classes.email : channel === 'phone' ? classes.phone : classes.chat;
  return (
    <span className={cx(classes.disc, colour)}>
      <Icon size={11} stroke={2} />
    </span>
  );
}
