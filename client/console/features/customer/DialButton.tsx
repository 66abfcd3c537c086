/** Calls a number; the agent's own device rings first. */
import { ActionIcon, Tooltip } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconPhoneOutgoing } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { ConversationId } from '../../../../shared/model/ids.ts';
import type { DeskState } from '../../sync/desk-state.ts';
import { useDesk, useDeskState } from '../../sync/use-desk.ts';

const readHasLines = (state: DeskState) => state.inboxes.some((inbox) => inbox.format === 'call');

export function DialButton({ number, conversationId }: { number: string; conversationId: ConversationId }) {
  const { t } = useTranslation();
  const { calls } = useDesk();
  const hasLines = useDeskState(readHasLines);
  if (!hasLines) return null;
  async function handleDial(): Promise<void> {
    const answer = await calls.ask('call:dial', { number, conversationId });
    if (answer.ok) return;
    const refused = answer.error.fields?.number as 'premium' | undefined;
    notifications.show({ message: refused ? t(`phone.refused.${refused}`) : t(`error.${answer.error.code}`) });
  }
  const label = t('phone.dial', { number });
  return (
    <Tooltip label={label}>
      <ActionIcon variant="subtle" size="sm" aria-label={label} onClick={() => void handleDial()}>
        <IconPhoneOutgoing size={16} stroke={1.75} />
      </ActionIcon>
    </Tooltip>
  );
}
