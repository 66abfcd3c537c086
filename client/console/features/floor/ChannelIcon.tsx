/** A channel as icon and colour, with its name for those who do not see it. */
import { IconMail, IconMessageCircle, IconPhone } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import classes from './floor.module.css';

export function ChannelIcon({ channel, size = 14 }: { channel: string; size?: number }) {
  const { t } = useTranslation();
  const Icon = channel === 'email' ? IconMail : channel === 'phone' ? IconPhone : IconMessageCircle;
  const colour = channel === 'email' ? classes.email : channel === 'phone' ? classes.phone : classes.webchat;
  const name = t(`channel.${channel}` as 'channel.webchat', channel);
  return (
    <span className={colour} title={name}>
      <Icon size={size} stroke={2} aria-hidden="true" className={classes.channelIcon} />
      <span className="visually-hidden">{name}</span>
    </span>
  );
}
