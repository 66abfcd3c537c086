/** Where entries stood that are read elsewhere now: one quiet line, with the way there and the way back. */
import { IconArrowForward } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { Placement } from '../../../../../shared/model/placement.ts';
import { useShell } from '../../../app/shell-context.ts';
import { MoveBack } from './MoveBack.tsx';
import classes from './moving.module.css';

export function MovedOut({ placement, count }: { placement: Placement; count: number }) {
  const { t } = useTranslation();
  const shell = useShell();
  return (
    <p className={classes.line}>
      <IconArrowForward size={14} stroke={1.75} aria-hidden="true" />
      <span>{t('moving.movedTo', { count })}</span>
      <button type="button" onClick={() => shell.openConversation(placement.to.id)}>
        #{placement.to.number}
      </button>
      <MoveBack conversationId={placement.from.id} placementId={placement.id} />
    </p>
  );
}
