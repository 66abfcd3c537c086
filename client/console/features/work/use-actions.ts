/** The agent's verbs for one conversation, with what is said afterwards: a way back where there is one, the reason where it was refused. */

import { notifications } from '@mantine/notifications';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { Result, WireError } from '../../../../shared/errors.ts';
import type { TransferDestination } from '../../../../shared/events-work.ts';
import type { AgentConversation, Priority } from '../../../../shared/model/conversation.ts';
import type { TagId, UserId } from '../../../../shared/model/ids.ts';
import { useUndo } from '../../app/use-undo.tsx';
import { useTimes } from '../../i18n/times.ts';
import type { DeskState } from '../../sync/desk-state.ts';
import { drawId } from '../../sync/random-id.ts';
import { useDesk, useDeskState } from '../../sync/use-desk.ts';
import type { Ending } from '../../sync/work.ts';

const readMe = (state: DeskState) => state.me?.id;

export interface Actions {
  /** `isWrappedUp`: what comes next offers the way back itself */
  close(ending?: Ending & { name?: string }, isWrappedUp?: boolean): Promise<boolean>;
  reopen(): Promise<void>;
  take(): Promise<void>;
  snooze(until: number): Promise<boolean>;
  wake(): Promise<void>;
  /** null when it was done, else why not */
  transfer(to: TransferDestination, name: string, note: string): Promise<string | null>;
  recall(): Promise<void>;
  give(agentId: UserId, name: string): Promise<string | null>;
  tag(change: { add?: TagId[]; remove?: TagId[] }): Promise<void>;
  prioritise(priority: Priority): Promise<void>;
  askIn(agentId: UserId, name: string, text: string): Promise<boolean>;
  endGuest(agentId: UserId): Promise<void>;
  raiseHand(text: string): Promise<boolean>;
  lowerHand(): Promise<void>;
  wrapUp(ending: Ending, name: string | null): Promise<boolean>;
}

export function useActions({
  id,
  customer,
  work,
  priority: present,
}: Pick<AgentConversation, 'id' | 'customer' | 'work' | 'priority'>): Actions {
  const { t } = useTranslation();
  const times = useTimes();
  const desk = useDesk();
  const showUndo = useUndo();
  const isMine = work?.ownerId != null;
  const workItemId = work?.id;
  const ownerId = work?.ownerId ?? null;
  const queueId = work?.queueId;
  const me = useDeskState(readMe);

  return useMemo((): Actions => {
    const verbs = desk.work;
    const say = (message: string): void => void notifications.show({ message });
    const explain = ({ code }: WireError): string => t(`error.${code}`);
    const refuse = (error: WireError): void => say(t('work.notDone', { why: explain(error) }));

    /** Answers whether it was done; what was refused is said. */
    async function run(act: Promise<Result<unknown>>, then?: () => void): Promise<boolean> {
      const answer = await act;
      if (answer.ok) then?.();
      else refuse(answer.error);
      return answer.ok;
    }

    /** Nobody has taken it yet: as it was. */
    async function recall(): Promise<void> {
      if (!workItemId) return;
      const answer = await verbs.recall(workItemId);
      if (answer.ok) say(t('work.recalled'));
      else if (answer.error.code === 'conflict') say(t('work.recallLate'));
      else refuse(answer.error);
    }

    /** To who had it before, or to where it waited. */
    async function giveBack(): Promise<void> {
      if (!queueId) return;
      const to = { kind: 'queue', id: queueId } as const;
      if (ownerId === null) await run(verbs.transfer(id, to, ''));
      else await run(ownerId === me ? verbs.take(id) : verbs.give(id, ownerId));
    }

    async function reopen(): Promise<void> {
      await run(verbs.reopen(id));
    }

    return {
      reopen,
      recall,
      close: ({ name, ...ending } = { dispositionId: null }, isWrappedUp = false) =>
        run(verbs.close(id, ending), () => {
          if (isWrappedUp) return;
          const said = name ? t('work.closedAs', { outcome: name }) : t('work.closed', { name: customer.name });
          showUndo(said, () => void reopen());
        }),
      async take() {
        const answer = await verbs.take(id);
        if (answer.ok) showUndo(t('work.taken'), () => void giveBack());
        else
          say(answer.error.code === 'conflict' ? t('work.noRoom') : t('work.notDone', { why: explain(answer.error) }));
      },
      snooze: (until) =>
        run(verbs.snooze(id, until), () =>
          showUndo(
            t('work.snooze.done', { time: times.when(until, Date.now()) }),
            () => void run(verbs.snooze(id, null)),
          ),
        ),
      async wake() {
        await run(verbs.snooze(id, null), () => say(t('work.snooze.woken')));
      },
      async transfer(to, name, note) {
        const answer = await verbs.transfer(id, to, note);
        if (!answer.ok)
          return answer.error.code === 'conflict' ? t('work.transfer.refused', { name }) : explain(answer.error);
        const said = to.kind === 'agent' && isMine ? t('work.handedOver', { name }) : t('work.sentOn', { name });
        showUndo(said, () => void recall());
        return null;
      },
      async give(agentId, name) {
        const answer = await verbs.give(id, agentId);
        if (!answer.ok)
          return answer.error.code === 'conflict' ? t('work.transfer.refused', { name }) : explain(answer.error);
        showUndo(t('work.given', { name }), () => void giveBack());
        return null;
      },
      async tag(change) {
        const back = { add: change.remove, remove: change.add };
        await run(verbs.tag(id, change), () =>
          showUndo(t('work.tags.changed'), () => void run(verbs.tag(id, back)), 'tags'),
        );
      },
      async prioritise(priority) {
        await run(verbs.prioritise(id, priority), () =>
          showUndo(
            t('work.priority.done', { priority: t(`priority.${priority}`) }),
            () => void run(verbs.prioritise(id, present)),
            'priority',
          ),
        );
      },
      askIn: (agentId, name, text) =>
        run(verbs.askIn(id, { agentId, text, clientId: drawId() }), () => say(t('work.ask.done', { name }))),
      async endGuest(agentId) {
        await run(verbs.endGuest(id, agentId));
      },
      raiseHand: (text) => run(verbs.raiseHand(id, text), () => say(t('work.hand.done'))),
      async lowerHand() {
        await run(verbs.lowerHand(id));
      },
      wrapUp: (ending, name) =>
        run(verbs.wrapUp(id, ending), () =>
          say(name ? t('work.wrapUp.saved', { outcome: name }) : t('work.wrapUp.savedNone')),
        ),
    };
  }, [desk, id, customer.name, isMine, workItemId, ownerId, queueId, present, me, showUndo, t, times]);
}
