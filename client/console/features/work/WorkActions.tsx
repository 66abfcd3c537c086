/** The buttons of the thread's header: snooze, hand over, more, and close, take or reopen as it stands; by key and command menu too. */
import { ActionIcon, Button } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { IconAlarm, IconCheck, IconUserShare } from '@tabler/icons-react';
import { type ReactNode, useState } from 'react';
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
export type Panel = 'snooze' | 'transfer' | 'close' | 'tags' | 'ask' | 'hand' | 'merge';

/** A button of its own where there is room, else one of the others. */
export interface Move {
  panel: Panel;
  title: string;
  label: string;
  keys: string;
  width: number;
  icon: ReactNode;
  node: ReactNode;
}

const none: readonly Move[] = [];

export function WorkActions({ conversation }: { conversation: AgentConversation }) {
  const { t } = useTranslation();
  const now = useNow(30_000);
  const isNarrow = useMediaQuery('(max-width: 767px)') ?? false;
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

  const toggle = (which: Panel) => () => setPanel(panel === which ? null : which);
  const shut = () => setPanel(null);
  const opens = (which: Panel) => ({ 'aria-haspopup': 'dialog' as const, 'aria-expanded': panel === which });
  const moves: Move[] = [...(leave.mayMove ? [snoozeMove()] : []), ...(leave.mayMove ? [transferMove()] : [])];
  if (leave.isGuest) return null;
  return (
    <>
      {!isNarrow &&
        moves.map(({ panel: which, title, label, keys, icon, node, width }) => (
          <PopoverFrame
            key={which}
            isOpen={panel === which}
            label={title}
            width={width}
            onClose={shut}
            target={
              <ActionIcon
                size={32}
                aria-label={label}
                title={`${label} (${keys})`}
                {...opens(which)}
                onClick={toggle(which)}
              >
                {icon}
              </ActionIcon>
            }
          >
            {node}
          </PopoverFrame>
        ))}
      <MoreActions
        conversation={conversation}
        leave={leave}
        actions={actions}
        moves={isNarrow ? moves : none}
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
            isNarrow ? (
              <ActionIcon
                variant="default"
                size={36}
                aria-label={t('work.close.open')}
                {...(asksFirst ? opens('close') : {})}
                onClick={handleClose}
              >
                <IconCheck size={18} stroke={1.75} />
              </ActionIcon>
            ) : (
              <Button
                variant="default"
                {...(asksFirst ? opens('close') : {})}
                onClick={handleClose}
                rightSection={<kbd>E</kbd>}
              >
                {t('work.close.open')}
              </Button>
            )
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

  function snoozeMove(): Move {
    return {
      ...{ panel: 'snooze', title: t('work.snooze.title'), label: t('work.snooze.open'), keys: 'S', width: 300 },
      icon: <IconAlarm size={18} stroke={1.75} />,
      node: (
        <SnoozePanel
          now={now}
          onSnooze={(until) => {
            shut();
            void actions.snooze(until);
          }}
        />
      ),
    };
  }

  function transferMove(): Move {
    return {
      ...{ panel: 'transfer', title: t('work.transfer.title'), label: t('work.transfer.open'), keys: 'A', width: 360 },
      icon: <IconUserShare size={18} stroke={1.75} />,
      node: <TransferPanel conversation={conversation} actions={actions} mayGive={leave.mayGive} onDone={shut} />,
    };
  }
}
