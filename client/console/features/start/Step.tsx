/** One thing to do at the beginning, or one that is done. */
import { IconCheck } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { cx } from '../../../ui/cx.ts';
import classes from './start.module.css';

export interface StepProps {
  icon: typeof IconCheck;
  title: string;
  hint: string;
  isDone?: boolean;
  isNext?: boolean;
  children?: ReactNode;
}

export function Step({ icon: Icon, title, hint, isDone, isNext, children }: StepProps) {
  return (
    <li className={cx(classes.step, isDone && classes.done, isNext && classes.next)}>
      <span className={classes.mark} aria-hidden="true">
        {isDone ? <IconCheck size={16} stroke={2} /> : <Icon size={16} stroke={1.75} />}
      </span>
      <span className={classes.words}>
        <span>{title}</span>
        <small>{hint}</small>
      </span>
      {children}
    </li>
  );
}
