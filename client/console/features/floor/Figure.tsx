/** A number that opens the conversations it counts, with its definition as hover text. */
import { Tooltip, UnstyledButton } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { cx } from '../../../ui/cx.ts';
import type { Tone } from './figures.ts';
import classes from './floor.module.css';
import { type CaseFilter, useFloorPage } from './floor-page-context.ts';

export interface FigureProps {
  /** what it is, for those who do not see where it stands */
  label: string;
  value: string;
  define?: string;
  tone?: Tone;
  opens: CaseFilter | null;
  className?: string | undefined;
  children?: ReactNode;
}

export function Figure({ label, value, define, tone = null, opens, className, children }: FigureProps) {
  const { showCases } = useFloorPage();
  const shown = cx(classes.figure, tone === 'danger' && classes.danger, tone === 'warn' && classes.warn, className);
  if (!opens) return <span className={shown}>{children ?? value}</span>;
  const button = (
    <UnstyledButton className={cx(shown, classes.opens)} onClick={() => showCases(opens)}>
      <span className="visually-hidden">{label}: </span>
      {children ?? value}
    </UnstyledButton>
  );
  if (!define) return button;
  return (
    <Tooltip label={define} multiline w={280} openDelay={400} events={{ hover: true, focus: true, touch: false }}>
      {button}
    </Tooltip>
  );
}

/** A share with its unit small beside it. */
export function Percent({ value }: { value: number }) {
  const { t } = useTranslation();
  return (
    <>
      {value}
      <span className={classes.unit}>{t('floor.percent')}</span>
    </>
  );
}
