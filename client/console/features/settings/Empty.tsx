/** Nothing here yet: what it is good for, and pale rows that show what will stand here. */
import type { ReactNode } from 'react';
import classes from './settings.module.css';

export function Empty({ title, text, action }: { title: string; text: string; action?: ReactNode }) {
  return (
    <div className={classes.empty}>
      <h3>{title}</h3>
      <p>{text}</p>
      {action}
      <div className={classes.emptyRows} aria-hidden="true">
        <span />
        <span />
        <span />
      </div>
    </div>
  );
}
