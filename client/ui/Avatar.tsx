/** A person as initials on one of six colours, with an optional mark (channel or presence) at the corner. */
import type { CSSProperties, ReactNode } from 'react';
import classes from './avatar.module.css';
import { pickAvatarColour, readInitials } from './avatar.ts';

export function Avatar({ id, name, size = 34, mark }: { id: string; name: string; size?: number; mark?: ReactNode }) {
  const colour = pickAvatarColour(id);
  const style = {
    '--size': `${size}px`,
    '--text': `var(--pl-av${colour}-t)`,
    '--fill': `var(--pl-av${colour}-s)`,
  } as CSSProperties;
  return (
    <span className={classes.avatar} style={style} aria-hidden="true">
      <span className={classes.disc}>{readInitials(name)}</span>
      {mark}
    </span>
  );
}
