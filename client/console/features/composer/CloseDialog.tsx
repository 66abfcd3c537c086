/** How the conversation ended, before its last reply goes out and closes it. */
import { Button, Group, Modal, Radio, Stack, Textarea } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { AgentConversation } from '../../../../shared/model/conversation.ts';
import type { DispositionId } from '../../../../shared/model/ids.ts';
import type { Ending } from '../../sync/pending.ts';
import { useOutcomes } from './use-outcomes.ts';

export interface CloseDialogProps {
  conversation: AgentConversation;
  onClose(): void;
  onPick(ending: Ending): void;
}

export function CloseDialog({ conversation, onClose, onPick }: CloseDialogProps) {
  const { t } = useTranslation();
  const outcomes = useOutcomes(conversation);
  const [chosen, setChosen] = useState('');
  const [note, setNote] = useState('');
  const dispositionId = outcomes.find(({ id }) => id === chosen)?.id ?? null;
  return (
    <Modal
      opened
      onClose={onClose}
      closeButtonProps={{ 'aria-label': t('common.close') }}
      title={t('writing.closeTitle')}
      size="sm"
    >
      <form
        onSubmit={(event) => {
          event.preventDefault();
          onPick(toEnding(dispositionId, note));
        }}
      >
        <Stack gap="md">
          <Radio.Group label={t('writing.outcome')} value={chosen} onChange={setChosen}>
            <Stack gap="xs" mt="xs">
              {outcomes.map(({ id, name }, at) => (
                <Radio key={id} value={id} label={name} data-autofocus={at === 0 || undefined} />
              ))}
            </Stack>
          </Radio.Group>
          <Textarea
            label={t('writing.outcomeNote')}
            autosize
            minRows={1}
            maxRows={4}
            maxLength={1_000}
            value={note}
            onChange={(event) => setNote(event.currentTarget.value)}
          />
          <Group justify="flex-end" gap="sm">
            <Button variant="subtle" color="gray" onClick={onClose}>
              {t('common.cancel')}
            </Button>
            <Button type="submit" disabled={dispositionId === null}>
              {t('writing.sendAndClose')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}

function toEnding(dispositionId: DispositionId | null, note: string): Ending {
  return note.trim() === '' ? { dispositionId } : { dispositionId, note: note.trim() };
}
