/** Three ways into a call of somebody else's, each a button that says which one is on, and the way out. Of those who run the floor alone. */
import { Tooltip, UnstyledButton } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconEar, IconMessage2, IconUsersPlus, IconX } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { type CallView, type ListenMode, listenModes } from '../../../shared/model/call.ts';
import { cx } from '../../ui/cx.ts';
import { isParty, useCallState } from '../sync/calls.ts';
import type { DeskState } from '../sync/desk-state.ts';
import { useDesk, useDeskState } from '../sync/use-desk.ts';
import classes from './listen.module.css';

const readMe = (state: DeskState) => state.me;
const icons = { listen: IconEar, whisper: IconMessage2, barge: IconUsersPlus };

export interface ListenControlsProps {
  call: CallView;
  /** where there is no room for words they are in the tooltip */
  isNarrow?: boolean;
}

export function ListenControls({ call, isNarrow = false }: ListenControlsProps) {
  const { t } = useTranslation();
  const { calls } = useDesk();
  const me = useDeskState(readMe);
  const { listening } = useCallState();
  const mode = listening?.callId === call.id ? listening.mode : null;
  // There is somebody to listen to once somebody has answered; what ended is over.
  const isHeard = call.answeredAt !== null && call.endedAt === null && call.ownerId !== null;
  if (!isHeard || !me?.permissions.includes('floor:manage') || isParty(call, me.id)) return null;

  async function listen(next: ListenMode | null): Promise<void> {
    const answer = await calls.ask('call:listen', { callId: call.id, mode: next });
    if (!answer.ok) notifications.show({ message: t(`error.${answer.error.code}`) });
  }

  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset would bring its own box into rows and heads
    <span
      role="group"
      className={cx(classes.controls, isNarrow && classes.narrow)}
      aria-label={t('phone.listenTo', { name: call.customerName })}
    >
      {listenModes.map((one) => {
        const Icon = icons[one];
        return (
          <Tooltip key={one} label={t(`phone.listenHint.${one}`)}>
            <UnstyledButton
              className={classes.mode}
              aria-label={t(`phone.${one}`)}
              aria-pressed={mode === one}
              onClick={() => void listen(one)}
            >
              <Icon size={14} stroke={2} aria-hidden="true" />
              {!isNarrow && <span>{t(`phone.${one}`)}</span>}
            </UnstyledButton>
          </Tooltip>
        );
      })}
      {mode && (
        <Tooltip label={t('phone.stopListening')}>
          <UnstyledButton
            className={classes.mode}
            aria-label={t('phone.stopListening')}
            onClick={() => void listen(null)}
          >
            <IconX size={14} stroke={2} aria-hidden="true" />
          </UnstyledButton>
        </Tooltip>
      )}
    </span>
  );
}
