/** What those who run the floor do to others, each with the words that say what came of it. */
import { notifications } from '@mantine/notifications';
import { useTranslation } from 'react-i18next';
import type { Result } from '../../../../shared/errors.ts';
import type { Priority, WorkSummary } from '../../../../shared/model/conversation.ts';
import type { FloorConversation } from '../../../../shared/model/floor.ts';
import type { ConversationId, PresenceReasonId, QueueId, UserId } from '../../../../shared/model/ids.ts';
import { useUndo } from '../../app/use-undo.tsx';
import { useDesk } from '../../sync/use-desk.ts';

export interface Acts {
  take(conversation: FloorConversation): Promise<boolean>;
  give(conversation: FloorConversation, to: { id: UserId; name: string }): Promise<boolean>;
  move(conversation: FloorConversation, to: { id: QueueId; name: string }): Promise<boolean>;
  prioritise(conversation: FloorConversation, priority: Priority): Promise<boolean>;
  force(
    agent: { id: UserId; name: string },
    state: 'available' | 'away',
    shown: string,
    reasonId?: PresenceReasonId,
  ): Promise<boolean>;
}

export function useActs(): Acts {
  const { t } = useTranslation();
  const { floor, store } = useDesk();
  const showUndo = useUndo();
  const say = (answer: Result<unknown>, done: string, failed: string): boolean => {
    const message = answer.ok ? done : `${failed} ${t(`error.${answer.error.code}`)}`;
    notifications.show({ message, closeButtonProps: { 'aria-label': t('common.close') } });
    return answer.ok;
  };
  /** As far as this page knows it. */
  function workOf(id: ConversationId): WorkSummary | null {
    const { threads, rows } = store.get();
    const slot = threads[id];
    return (slot?.status === 'open' ? slot.thread.conversation : rows[id]?.conversation)?.work ?? null;
  }

  /** To who had it, or to where it waited. */
  async function giveBack(conversationId: ConversationId, { ownerId, queueId }: WorkSummary): Promise<void> {
    const answer =
      ownerId === null
        ? await floor.act('work:transfer', { conversationId, to: { kind: 'queue', id: queueId } })
        : await floor.act('work:give', { conversationId, agentId: ownerId });
    if (!answer.ok) say(answer, '', t('floor.act.failed'));
  }

  return {
    async take({ id, customerName }) {
      const before = workOf(id);
      const answer = await floor.act('work:take', { conversationId: id });
      const done = t('floor.watch.taken', { name: customerName });
      if (!answer.ok || !before) return say(answer, done, t('floor.act.failed'));
      showUndo(done, () => void giveBack(id, before));
      return true;
    },
    async give({ id, customerName: customer }, to) {
      const answer = await floor.act('work:give', { conversationId: id, agentId: to.id });
      return say(answer, t('floor.act.given', { name: to.name, customer }), t('floor.act.failed'));
    },
    async move({ id, customerName: customer }, to) {
      const answer = await floor.act('work:transfer', { conversationId: id, to: { kind: 'queue', id: to.id } });
      return say(answer, t('floor.act.moved', { queue: to.name, customer }), t('floor.act.failed'));
    },
    async prioritise({ id, customerName: customer }, priority) {
      const answer = await floor.act('work:prioritise', { conversationId: id, priority });
      const words = t('floor.act.prioritised', { customer, priority: t(`priority.${priority}`) });
      return say(answer, words, t('floor.act.failed'));
    },
    async force({ id, name }, state, shown, reasonId) {
      const answer = await floor.act('presence:force', { agentId: id, state, reasonId });
      return say(answer, t('floor.agent.setDone', { name, state: shown }), t('floor.agent.setFailed'));
    },
  };
}
