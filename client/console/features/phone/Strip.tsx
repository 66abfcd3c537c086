/** One line below the bar that says what is so, with what can be done about it. */
import type { ReactNode } from 'react';
import { cx } from '../../../ui/cx.ts';
import classes from './phone.module.css';

export interface StripAct {
  label: string;
  isMain?: boolean;
  run(): void;
}

export interface StripProps {
  /** `plain`: part of the bar */
  tone: 'plain' | 'warn' | 'danger';
  icon: ReactNode;
  acts?: readonly StripAct[];
  children: ReactNode;
}

export function Strip({ tone, icon, acts = [], children }: StripProps) {
  return (
    <div className={cx(classes.strip, classes[tone])} role="status">
      {icon}
      <span>{children}</span>
      {acts.map(({ label, isMain, run }) => (
        <button key={label} type="button" className={isMain ? classes.main : undefined} onClick={run}>
          {label}
        </button>
      ))}
    </div>
  );
}
