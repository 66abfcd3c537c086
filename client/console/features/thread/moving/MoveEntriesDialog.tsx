/** Where entries go: into a new conversation, or into another one of the same customer. */

import { Button, Group, Modal, Radio, Stack } from '@mantine/core';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ErrorCode } from '../../../../../shared/errors.ts';
import type { PreviousConversation } from '../../../../../shared/model/customer.ts';
import type { ConversationId } from '../../../../../shared/model/ids.ts';
import type { EntryPlace } from '../../../../../shared/placements.ts';
import { useShell } from '../../../app/shell-context.ts';
import { useUndo } from '../../../app/use-undo.tsx';
import { drawId } from '../../../sync/random-id.ts';
import { useDesk } from '../../../sync/use-desk.ts';
import classes from './moving.module.css';

export interface MoveEntriesDialogProps {
  conversationId: ConversationId;
  entries: EntryPlace[];
  onClose(): void;
}

type Other = Extract<PreviousConversation, { kind: 'open-to-you' }>;

/** the choice that is no conversation's id */
const FRESH = 'new';

export function MoveEntriesDialog({ conversationId, entries, onClose }: MoveEntriesDialogProps) {
  const { t } = useTranslation();
  const desk = useDesk();
  const shell = useShell();
  const showUndo = useUndo();
  const [clientId] = useState(() => drawId());
  const [others, setOthers] = useState<Other[]>([]);
  const [chosen, setChosen] = useState<string>(FRESH);
  const [isBusy, setBusy] = useState(false);
  const [failure, setFailure] = useState<ErrorCode | null>(null);

  useEffect(() => {
    let isCurrent = true;
    void desk.customers.conversations(conversationId).then((answer) => {
      if (!isCurrent || !answer.ok) return;
      setOthers(answer.value.conversations.filter((row): row is Other => row.kind === 'open-to-you' && row.mayVisit));
    });
    return () => {
      isCurrent = false;
    };
  }, [desk, conversationId]);

  async function move() {
    setBusy(true);
    const to = others.find(({ id }) => id === chosen)?.id ?? null;
    const answer = await desk.placements.move(conversationId, { clientId, entries, to });
    setBusy(false);
    if (!answer.ok) {
      setFailure(answer.error.code);
      return;
    }
    const { placementId } = answer.value;
    onClose();
    if (placementId === null) return;
    const words = t('moving.done', { count: entries.length, number: answer.value.to.number });
    showUndo(words, () => void undo(placementId));
    if (to === null) shell.openConversation(answer.value.to.id);
  }

  async function undo(placementId: Parameters<typeof desk.placements.moveBack>[1]) {
    const answer = await desk.placements.moveBack(conversationId, placementId);
    if (answer.ok) shell.openConversation(conversationId);
  }

  return (
    <Modal
      opened
      onClose={onClose}
      closeButtonProps={{ 'aria-label': t('common.close') }}
      title={t('moving.title', { count: entries.length })}
      size="sm"
    >
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void move();
        }}
      >
        <Stack gap="md">
          <Radio.Group label={t('moving.where')} value={chosen} onChange={setChosen}>
            <Stack gap={14} mt="xs" className={classes.choices}>
              <Radio value={FRESH} label={t('moving.fresh')} data-autofocus />
              {others.map(({ id, number, preview, status }) => (
                <Radio
                  key={id}
                  value={id}
                  label={
                    <span className={classes.choice}>
                      #{number} {preview ?? t('person.noMessage')}
                    </span>
                  }
                  description={status === 'closed' ? t('moving.closed') : undefined}
                />
              ))}
            </Stack>
          </Radio.Group>
          <p className={classes.hint}>{t('moving.hint')}</p>
          {failure && (
            <p className={classes.failure} role="alert">
              {t('moving.failed')} {t(`error.${failure}`)}
            </p>
          )}
          <Group justify="flex-end" gap="sm">
            <Button variant="subtle" color="gray" onClick={onClose}>
              {t('common.cancel')}
            </Button>
            <Button type="submit" loading={isBusy}>
              {t('moving.move')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
