/** What may be done with one conversation from the floor: watch, open, take over, give, move, reprioritise. */
import { ActionIcon, Menu } from '@mantine/core';
import {
  IconArrowsTransferDown,
  IconDots,
  IconExternalLink,
  IconEye,
  IconFlag,
  IconHandGrab,
  IconUserShare,
} from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { priorities } from '../../../../shared/model/conversation.ts';
import type { FloorConversation } from '../../../../shared/model/floor.ts';
import type { QueueId } from '../../../../shared/model/ids.ts';
import { useFloorPage } from './floor-page-context.ts';
import { MoveDialog } from './MoveDialog.tsx';
import { useActs } from './use-acts.ts';

export function WorkMenu({ conversation, queueId }: { conversation: FloorConversation; queueId: QueueId }) {
  const { t } = useTranslation();
  const page = useFloorPage();
  const acts = useActs();
  const [moving, setMoving] = useState<'agent' | 'queue' | null>(null);
  const icon = { size: 16, stroke: 1.75 } as const;
  return (
    <>
      <Menu position="bottom-end" width={220}>
        <Menu.Target>
          <ActionIcon
            variant="subtle"
            color="gray"
            aria-label={t('floor.act.menu', { name: conversation.customerName })}
          >
            <IconDots size={16} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item leftSection={<IconEye {...icon} />} onClick={() => page.watch(conversation.id)}>
            {t('floor.act.watch')}
          </Menu.Item>
          <Menu.Item leftSection={<IconExternalLink {...icon} />} onClick={() => page.open(conversation.id)}>
            {t('floor.act.open')}
          </Menu.Item>
          {page.mayManage && (
            <>
              <Menu.Divider />
              <Menu.Item leftSection={<IconHandGrab {...icon} />} onClick={() => void acts.take(conversation)}>
                {t('floor.act.take')}
              </Menu.Item>
              <Menu.Item leftSection={<IconUserShare {...icon} />} onClick={() => setMoving('agent')}>
                {t('floor.act.give')}
              </Menu.Item>
              <Menu.Item leftSection={<IconArrowsTransferDown {...icon} />} onClick={() => setMoving('queue')}>
                {t('floor.act.move')}
              </Menu.Item>
              <Menu.Sub>
                <Menu.Sub.Target>
                  <Menu.Sub.Item leftSection={<IconFlag {...icon} />}>{t('floor.act.priority')}</Menu.Sub.Item>
                </Menu.Sub.Target>
                <Menu.Sub.Dropdown>
                  {[...priorities].reverse().map((priority) => (
                    <Menu.Item key={priority} onClick={() => void acts.prioritise(conversation, priority)}>
                      {t(`priority.${priority}`)}
                    </Menu.Item>
                  ))}
                </Menu.Sub.Dropdown>
              </Menu.Sub>
            </>
          )}
        </Menu.Dropdown>
      </Menu>
      {moving && (
        <MoveDialog conversation={conversation} queueId={queueId} to={moving} onClose={() => setMoving(null)} />
      )}
    </>
  );
}
