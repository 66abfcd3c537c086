/** One of those it can be handed to: who, how free, and a heading where another kind begins. */
import { IconStack2, IconUsers } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Avatar } from '../../../ui/Avatar.tsx';
import { cx } from '../../../ui/cx.ts';
import { useTimes } from '../../i18n/times.ts';
import type { Target } from './targets.ts';
import classes from './work.module.css';

export interface TargetOptionProps {
  id: string;
  target: Target;
  heading: string | null;
  isChosen: boolean;
  onChoose(): void;
}

export function TargetOption({ id, target, heading, isChosen, onChoose }: TargetOptionProps) {
  const { t } = useTranslation();
  const times = useTimes();
  return (
    <>
      {heading && (
        <div className={classes.heading} role="presentation">
          {heading}
        </div>
      )}
      {/* Keys are handled by the search box that has the focus. */}
      <div
        id={id}
        role="option"
        aria-selected={isChosen}
        aria-disabled={!target.isOn}
        tabIndex={-1}
        className={cx(classes.target, !target.isOn && classes.off)}
        onClick={() => target.isOn && onChoose()}
        onKeyDown={undefined}
      >
        {target.kind === 'agent' ? (
          <Avatar id={target.to.id} name={target.name} size={28} />
        ) : (
          <span className={classes.disc} aria-hidden="true">
            {target.kind === 'team' ? <IconUsers size={16} stroke={1.75} /> : <IconStack2 size={16} stroke={1.75} />}
          </span>
        )}
        <span className={classes.targetWords}>
          <span className={classes.targetName}>{target.name}</span>
          <span className={classes.quiet}>{detail()}</span>
        </span>
        {target.kind === 'agent' && (
          <span className={cx(classes.badge, classes[target.standing])}>{t(`work.transfer.${target.standing}`)}</span>
        )}
      </div>
    </>
  );

  function detail(): string {
    if (target.kind !== 'agent') return t('work.transfer.here', { count: target.ready });
    const share = Math.round((target.used / target.capacity) * 50) / 10;
    const load = t('work.transfer.load', { used: share.toLocaleString(times.locale), capacity: 5 });
    return [...target.teams.slice(0, 2), load].join(' · ');
  }
}
