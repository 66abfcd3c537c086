/** Colleagues who have the conversation in front of them too: for the thread's header, and small for a row of the list. */
import { Tooltip } from '@mantine/core';
import { IconEye } from '@tabler/icons-react';
import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import type { ConversationId } from '../../../../shared/model/ids.ts';
import { Avatar } from '../../../ui/Avatar.tsx';
import type { DeskState } from '../../sync/desk-state.ts';
import { useDeskState } from '../../sync/use-desk.ts';
import { othersHere } from '../../sync/viewing.ts';
import classes from './others-here.module.css';

const shown = 3;

export function OthersHere({ id }: { id: ConversationId }) {
  const { t } = useTranslation();
  const others = useDeskState(useCallback((state: DeskState) => othersHere(state, id), [id]));
  const [first] = others;
  if (!first) return null;
  const words =
    others.length === 1
      ? t('reading.oneHere', { name: first.name })
      : t('reading.someHere', { name: first.name, count: others.length - 1 });
  return (
    <Tooltip label={others.map(({ name }) => name).join(', ')} disabled={others.length === 1}>
      <span className={classes.here}>
        <IconEye size={14} stroke={2} aria-hidden="true" />
        <span className={classes.faces}>
          {others.slice(0, shown).map((viewer) => (
            <Avatar key={viewer.id} id={viewer.id} name={viewer.name} size={18} />
          ))}
        </span>
        <span className={classes.words}>{words}</span>
      </span>
    </Tooltip>
  );
}
