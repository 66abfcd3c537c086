/** What went wrong with a form, told to screen readers at once. */
import { IconAlertCircle } from '@tabler/icons-react';
import classes from './auth.module.css';

export function Problem({ text }: { text: string }) {
  return (
    <p role="alert" className={classes.problem}>
      <IconAlertCircle size={16} stroke={1.75} aria-hidden="true" />
      <span>{text}</span>
    </p>
  );
}
