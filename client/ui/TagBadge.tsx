/** A tag as it is shown everywhere: its name on its colour, readable in both schemes. */
import type { Tag } from '../../shared/model/catalogue.ts';
import { cx } from './cx.ts';
import classes from './tag-badge.module.css';

export function TagBadge({ tag }: { tag: Pick<Tag, 'name' | 'colour'> }) {
  return <span className={cx(classes.tag, classes[tag.colour])}>{tag.name}</span>;
}
