/** Nothing here yet: what it is good for, and pale rows that show what will stand here. */
import type { ReactNode } from 'react';
import work from './workspace.module.css';

export function Empty({ title, text, action }: { title: string; text: string; action?: ReactNode }) {
  return (
    <div className={work.empty}>
      <h3>{title}</h3>
      <p>{text}</p>
      {action}
      <div className={work.emptyRows} aria-hidden="true">
        <span />
        <span />
        <span />
      </div>
    </div>
  );
}
