/** Presence by shape and colour: solid, with a bar, hollow. */
import { cx } from '../../../ui/cx.ts';
import type { ShownPresence } from './presence.ts';
import classes from './rail.module.css';

export function PresenceDot({ state }: { state: ShownPresence }) {
  return <span className={cx(classes.dot, classes[state])} />;
}
