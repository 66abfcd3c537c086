/** Calls a number that stands somewhere: at once where there is one number to call from, else after the choice. */
import { ActionIcon, Tooltip } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconPhoneOutgoing } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { ConversationId } from '../../../shared/model/ids.ts';
import { showNumber } from '../../../shared/show-number.ts';
import { useShell } from '../app/shell-context.ts';
import { useCallerIds } from '../sync/calls.ts';
import { useDial } from './use-dial.ts';

export function DialButton({ number, conversationId }: { number: string; conversationId?: ConversationId }) {
  const { t } = useTranslation();
  const dial = useDial();
  const { openDialPad } = useShell();
  const callerIds = useCallerIds();
  if (callerIds.length === 0) return null;
  const to = { number, ...(conversationId && { conversationId }) };
  async function handleDial(): Promise<void> {
    if (callerIds.length > 1) return openDialPad(to);
    const problem = await dial(to);
    if (problem) notifications.show({ message: problem });
  }
  const label = t('phone.dial', { number: showNumber(number) });
  return (
    <Tooltip label={label}>
      <ActionIcon variant="subtle" size="sm" aria-label={label} onClick={() => void handleDial()}>
        <IconPhoneOutgoing size={16} stroke={1.75} />
      </ActionIcon>
    </Tooltip>
  );
}
