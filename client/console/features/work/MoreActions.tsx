/** What is done less often: tags, priority, a colleague's advice, a raised hand, taking it over. */
import { ActionIcon, Menu } from '@mantine/core';
import {
  IconArrowMerge,
  IconCheck,
  IconDots,
  IconFlag,
  IconHandStop,
  IconMessageQuestion,
  IconTag,
  IconUserDown,
} from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { Tag } from '../../../../shared/model/catalogue.ts';
import { type AgentConversation, priorities } from '../../../../shared/model/conversation.ts';
import type { UserId } from '../../../../shared/model/ids.ts';
import type { Leave } from '../../sync/leave.ts';
import { AskPanel } from './AskPanel.tsx';
import { HandPanel } from './HandPanel.tsx';
import { MergePanel } from './MergePanel.tsx';
import { PopoverFrame } from './PopoverFrame.tsx';
import { TagPanel } from './TagPanel.tsx';
import type { Actions } from './use-actions.ts';
import type { Move, Panel } from './WorkActions.tsx';

export interface MoreActionsProps {
  conversation: AgentConversation;
  leave: Leave;
  actions: Actions;
  /** what has no button of its own here */
  moves: readonly Move[];
  panel: Panel | null;
  onPanel(panel: Panel | null): void;
  tags: readonly Tag[];
  me: UserId | undefined;
}

const iconProps = { size: 16, stroke: 1.75 } as const;
const here = ['tags', 'ask', 'hand', 'merge'] as const satisfies readonly Panel[];

export function MoreActions({ conversation, leave, actions, moves, panel, onPanel, tags, me }: MoreActionsProps) {
  const { t } = useTranslation();
  const open = here.find((one) => one === panel) ?? null;
  const move = moves.find((one) => one.panel === panel) ?? null;
  const titles = {
    tags: 'work.tags.title',
    ask: 'work.ask.title',
    hand: 'work.hand.title',
    merge: 'work.merge.title',
  } as const;
  const shut = () => onPanel(null);
  return (
    <PopoverFrame
      isOpen={open !== null || move !== null}
      label={move?.title ?? t(titles[open ?? 'tags'])}
      width={move?.width ?? 320}
      onClose={shut}
      target={
        <span>
          <Menu position="bottom-end" width={250}>
            <Menu.Target>
              <ActionIcon size={32} aria-label={t('work.more')} title={t('work.more')}>
                <IconDots size={18} stroke={1.75} />
              </ActionIcon>
            </Menu.Target>
            <Menu.Dropdown>{items()}</Menu.Dropdown>
          </Menu>
        </span>
      }
    >
      {move?.node}
      {open === 'tags' && <TagPanel tags={tags} chosen={conversation.tagIds} onChange={actions.tag} />}
      {open === 'ask' && <AskPanel conversation={conversation} me={me} onAsk={actions.askIn} onDone={shut} />}
      {open === 'merge' && <MergePanel conversation={conversation} onDone={shut} />}
      {open === 'hand' && (
        <HandPanel
          onRaise={(text) => {
            shut();
            void actions.raiseHand(text);
          }}
        />
      )}
    </PopoverFrame>
  );

  function items() {
    const isUp = conversation.help?.byId === me;
    const isColleagues = leave.mayTake && conversation.work?.ownerId;
    return (
      <>
        {moves.map(({ panel: which, label, icon }) => (
          <Menu.Item key={which} leftSection={icon} onClick={() => onPanel(which)}>
            {label}
          </Menu.Item>
        ))}
        <Menu.Item leftSection={<IconTag {...iconProps} />} rightSection={<kbd>T</kbd>} onClick={() => onPanel('tags')}>
          {t('work.tags.open')}
        </Menu.Item>
        <Menu.Item leftSection={<IconMessageQuestion {...iconProps} />} onClick={() => onPanel('ask')}>
          {t('work.ask.open')}
        </Menu.Item>
        <Menu.Item
          leftSection={<IconHandStop {...iconProps} />}
          onClick={() => (isUp ? void actions.lowerHand() : onPanel('hand'))}
        >
          {t(isUp ? 'work.hand.lower' : 'work.hand.raise')}
        </Menu.Item>
        {leave.mayMove && (
          <Menu.Item leftSection={<IconArrowMerge {...iconProps} />} onClick={() => onPanel('merge')}>
            {t('work.merge.open')}
          </Menu.Item>
        )}
        {isColleagues && (
          <Menu.Item leftSection={<IconUserDown {...iconProps} />} onClick={() => void actions.take()}>
            {t('work.takeOver', { name: conversation.work?.ownerName ?? '' })}
          </Menu.Item>
        )}
        {leave.mayMove && (
          <>
            <Menu.Divider />
            <Menu.Label>{t('work.priority.open')}</Menu.Label>
            {[...priorities].reverse().map((priority) => (
              <Menu.Item
                key={priority}
                leftSection={<IconFlag {...iconProps} />}
                rightSection={conversation.priority === priority ? <IconCheck size={14} stroke={2} /> : null}
                aria-current={conversation.priority === priority ? 'true' : undefined}
                onClick={() => void actions.prioritise(priority)}
              >
                {t(`priority.${priority}`)}
              </Menu.Item>
            ))}
          </>
        )}
      </>
    );
  }
}
