/** The buttons of the thread's header: snooze, hand over, more, and close, take or reopen as it stands; by key and command menu too. */
import { ActionIcon, Button } from '@mantine/core';
import { IconAlarm, IconUserShare } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { AgentConversation } from '../../../../shared/model/conversation.ts';
import { useCatalogue } from '../../http/catalogue.ts';
import type { DeskState } from '../../sync/desk-state.ts';
import { readLeave } from '../../sync/leave.ts';
import { useDeskState } from '../../sync/use-desk.ts';
import { useNow } from '../../sync/use-now.ts';
import type { Ending } from '../../sync/work.ts';
import { ClosePanel } from './ClosePanel.tsx';
import { MoreActions } from './MoreActions.tsx';
import { offerDispositions } from './Outcomes.tsx';
import { PopoverFrame } from './PopoverFrame.tsx';
import { SnoozePanel } from './SnoozePanel.tsx';
import { TransferPanel } from './TransferPanel.tsx';
import { useActions } from './use-actions.ts';
import { useWorkCommands } from './use-work-commands.ts';

const readMe = (state: DeskState) => state.me;
const readQueues = (state: DeskState) => state.queues;

/** Which panel is open; one at a time. */
export type Panel = 'snooze' | 'transfer' | 'close' | 'tags' | 'ask' | 'hand';

export function WorkActions({ conversation }: { conversation: AgentConversation }) {
  const { t } = useTranslation();
  const now = useNow(30_000);
  const me = useDeskState(readMe);
  const queues = useDeskState(readQueues);
  const actions = useActions(conversation);
  const catalogue = useCatalogue().data;
  const [panel, setPanel] = useState<Panel | null>(null);
  const leave = readLeave(conversation, me);
  const { work } = conversation;
  const dispositions = offerDispositions(catalogue?.dispositions ?? [], work?.queueId);
  const wrapUpSeconds = queues.find(({ id }) => id === work?.queueId)?.wrapUpSeconds ?? 0;
  // Whoever wraps it up afterwards is asked then; asked before, it is over at once.
  const isWrappedUp = leave.isMine && wrapUpSeconds > 0 && !leave.isSnoozed;
  const asksFirst = dispositions.length > 0 && !isWrappedUp;

  function close(ending?: Ending & { name?: string }): void {
    setPanel(null);
    void actions.close(ending, isWrappedUp);
  }
  const handleClose = () => (asksFirst ? setPanel('close') : close());

  useWorkCommands({ conversation, leave, actions, onPanel: setPanel, onClose: handleClose });

  const mayHandOver = leave.mayMove && !leave.isSnoozed;
  const toggle = (which: Panel) => () => setPanel(panel === which ? null : which);
  const shut = () => setPanel(null);
  const opens = (which: Panel) => ({ 'aria-haspopup': 'dialog' as const, 'aria-expanded': panel === which });
  if (leave.isGuest) return null;
  return (
    <>
      {leave.mayMove && (
        <PopoverFrame
          isOpen={panel === 'snooze'}
          label={t('work.snooze.title')}
          width={300}
          onClose={shut}
          target={
            <ActionIcon
              size={32}
              aria-label={t('work.snooze.open')}
              title={`${t('work.snooze.open')} (S)`}
              {...opens('snooze')}
              onClick={toggle('snooze')}
            >
              <IconAlarm size={18} stroke={1.75} />
            </ActionIcon>
          }
        >
          <SnoozePanel
            now={now}
            onSnooze={(until) => {
              shut();
              void actions.snooze(until);
            }}
          />
        </PopoverFrame>
      )}
      {mayHandOver && (
        <PopoverFrame
          isOpen={panel === 'transfer'}
          label={t('work.transfer.title')}
          width={360}
          onClose={shut}
          target={
            <ActionIcon
              size={32}
              aria-label={t('work.transfer.open')}
              title={`${t('work.transfer.open')} (A)`}
              {...opens('transfer')}
              onClick={toggle('transfer')}
            >
              <IconUserShare size={18} stroke={1.75} />
            </ActionIcon>
          }
        >
          <TransferPanel conversation={conversation} actions={actions} mayGive={leave.mayGive} onDone={shut} />
        </PopoverFrame>
      )}
      <MoreActions
        conversation={conversation}
        leave={leave}
        actions={actions}
        panel={panel}
        onPanel={setPanel}
        tags={catalogue?.tags ?? []}
        me={me?.id}
      />
      {leave.mayTake && !work?.ownerId && <Button onClick={() => void actions.take()}>{t('work.take')}</Button>}
      {leave.isOpen && (
        <PopoverFrame
          isOpen={panel === 'close'}
          label={t('work.close.title')}
          onClose={shut}
          target={
            <Button
              variant="default"
              {...(asksFirst ? opens('close') : {})}
              onClick={handleClose}
              rightSection={<kbd>E</kbd>}
            >
              {t('work.close.open')}
            </Button>
          }
        >
          <ClosePanel dispositions={dispositions} onClose={close} />
        </PopoverFrame>
      )}
      {conversation.status === 'closed' && (
        <Button variant="default" onClick={() => void actions.reopen()}>
          {t('work.reopen')}
        </Button>
      )}
    </>
  );
}
