/** The panel's parts and lines: a titled section, and facts with their labels. */
import { Fragment, type ReactNode } from 'react';
import classes from './customer.module.css';

export function Section({ title, aside, children }: { title: string; aside?: ReactNode; children: ReactNode }) {
  return (
    <section className={classes.section}>
      <header className={classes.sectionHead}>
        <h3>{title}</h3>
        {aside}
      </header>
      {children}
    </section>
  );
}

/** An address that is too long goes on behind its @, and not in the middle of a word. */
export function breakable(text: string): ReactNode {
  return text.split('@').map((part, at) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: the parts of one text have no other name
    <Fragment key={at}>
      {at > 0 && '@'}
      {at > 0 && <wbr />}
      {part}
    </Fragment>
  ));
}

/** Facts that are not known are left out. */
export function Facts({ facts }: { facts: [string, ReactNode][] }) {
  const known = facts.filter(([, value]) => value !== undefined && value !== null && value !== '');
  return (
    <dl className={classes.facts}>
      {known.map(([label, value]) => (
        <div key={label}>
          <dt>{label}</dt>
          <dd>{typeof value === 'string' ? breakable(value) : value}</dd>
        </div>
      ))}
    </dl>
  );
}
