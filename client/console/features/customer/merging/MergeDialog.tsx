/** Merges the customer of a conversation with somebody else: found first, unless it is known who, then looked at side by side. */
import { Modal } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { OtherCustomer } from '../../../../../shared/model/customer-match.ts';
import type { ConversationId } from '../../../../../shared/model/ids.ts';
import { FindCustomer } from './FindCustomer.tsx';
import { MergeForm } from './MergeForm.tsx';

export interface MergeDialogProps {
  conversationId: ConversationId;
  name: string;
  /** whoever it is to be */
  other?: OtherCustomer;
  onClose(): void;
}

export function MergeDialog({ conversationId, name, other, onClose }: MergeDialogProps) {
  const { t } = useTranslation();
  const [chosen, setChosen] = useState<OtherCustomer | null>(other ?? null);
  return (
    <Modal
      opened
      onClose={onClose}
      closeButtonProps={{ 'aria-label': t('common.close') }}
      title={t('merge.title', { name })}
      size="md"
    >
      {chosen === null ? (
        <FindCustomer conversationId={conversationId} onChoose={setChosen} />
      ) : (
        <MergeForm
          key={typeof chosen === 'string' ? chosen : chosen.customerId}
          conversationId={conversationId}
          other={chosen}
          onOther={other ? undefined : () => setChosen(null)}
          onClose={onClose}
        />
      )}
    </Modal>
  );
}
