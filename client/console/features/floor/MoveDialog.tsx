/** Chooses the colleague or the queue that a conversation goes to. */
import { Button, Group, Modal, Select } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { FloorConversation } from '../../../../shared/model/floor.ts';
import type { QueueId } from '../../../../shared/model/ids.ts';
import { useCatalogue } from '../../http/catalogue.ts';
import { useColleagues } from '../../sync/colleagues.ts';
import { shownState } from './describe-agent.ts';
import { useActs } from './use-acts.ts';

export interface MoveDialogProps {
  conversation: FloorConversation;
  queueId: QueueId;
  to: 'agent' | 'queue';
  onClose(): void;
}

export function MoveDialog({ conversation, queueId, to, onClose }: MoveDialogProps) {
  const { t } = useTranslation();
  const acts = useActs();
  const colleagues = useColleagues().filter((one) => one.queueIds.includes(queueId) && one.connected);
  const queues = (useCatalogue().data?.queues ?? []).filter((queue) => queue.id !== queueId);
  const [chosen, setChosen] = useState<string | null>(null);
  const [isBusy, setBusy] = useState(false);
  const words = { customer: conversation.customerName };
  const data =
    to === 'agent'
      ? colleagues.map((one) => ({
          value: one.id as string,
          label: `${one.name} (${t(`presence.${presenceKey(one)}`)}, ${one.used} / ${one.capacity})`,
        }))
      : queues.map((queue) => ({ value: queue.id as string, label: queue.name }));

  async function handleMove() {
    setBusy(true);
    const colleague = colleagues.find((one) => one.id === chosen);
    const queue = queues.find((one) => one.id === chosen);
    const isDone =
      to === 'agent'
        ? colleague !== undefined && (await acts.give(conversation, colleague))
        : queue !== undefined && (await acts.move(conversation, queue));
    setBusy(false);
    if (isDone) onClose();
  }

  return (
    <Modal
      opened
      onClose={onClose}
      closeButtonProps={{ 'aria-label': t('common.close') }}
      title={t(to === 'agent' ? 'floor.act.giveTitle' : 'floor.act.moveTitle', words)}
    >
      <Select
        data-autofocus
        searchable
        // Open at once it would lie over the buttons.
        openOnFocus={false}
        label={t(to === 'agent' ? 'floor.act.colleague' : 'floor.act.queue')}
        data={data}
        value={chosen}
        onChange={setChosen}
        nothingFoundMessage={t('floor.act.nobodyFree')}
        comboboxProps={{ withinPortal: true }}
      />
      <Group justify="flex-end" mt="lg">
        <Button variant="default" onClick={onClose}>
          {t('common.cancel')}
        </Button>
        <Button disabled={!chosen} loading={isBusy} onClick={() => void handleMove()}>
          {t(to === 'agent' ? 'floor.act.give' : 'floor.act.move')}
        </Button>
      </Group>
    </Modal>
  );
}

function presenceKey(one: Parameters<typeof shownState>[0]): 'available' | 'busy' | 'away' | 'offline' {
  const state = shownState(one);
  return state === 'ready' ? 'available' : state;
}
