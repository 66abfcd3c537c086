/** Says exactly what goes and what stays when a customer is erased, and asks for their name to be typed. */
import { Button, Modal, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ErasurePreview } from '../../../../shared/model/erasure.ts';
import { callApi, toWireError } from '../../http/api.ts';
import classes from './customer-data.module.css';

export interface EraseDialogProps {
  customerId: string;
  name: string;
  preview: ErasurePreview;
  isOpen: boolean;
  onClose(): void;
}

export function EraseDialog({ customerId, name, preview, isOpen, onClose }: EraseDialogProps) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const [typed, setTyped] = useState('');
  const erase = useMutation({
    mutationFn: () => callApi('POST', `/api/customers/${customerId}/erasure`, { typed }),
    onSuccess: () => {
      onClose();
      return client.invalidateQueries({ queryKey: ['erasure', customerId] });
    },
  });
  const { conversations, files, merged, open } = preview;
  const isRight = typed.normalize('NFC').trim() === preview.typed.normalize('NFC').trim();
  const isHeld = erase.isError && toWireError(erase.error).code === 'conflict';
  return (
    <Modal
      opened={isOpen}
      onClose={onClose}
      title={t('erasure.title', { name })}
      size="lg"
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (isRight) erase.mutate();
        }}
      >
        <h3 className={classes.goes}>{t('erasure.goes')}</h3>
        <ul className={classes.list}>
          <li>{t('erasure.goesConversations', { count: conversations })}</li>
          {files > 0 && <li>{t('erasure.goesFiles', { count: files })}</li>}
          <li>{t('erasure.goesProfile')}</li>
          {merged > 0 && <li>{t('erasure.goesMerged', { count: merged })}</li>}
          <li>{t('erasure.goesBeside')}</li>
        </ul>
        <h3>{t('erasure.stays')}</h3>
        <ul className={classes.list}>
          <li>{t('erasure.staysFrame')}</li>
          <li>{t('erasure.staysNumbers')}</li>
          <li>{t('erasure.staysAudit')}</li>
          <li>{t('erasure.staysElsewhere')}</li>
        </ul>
        {open > 0 && <p className={classes.open}>{t('erasure.open', { count: open })}</p>}
        <TextInput
          label={t('erasure.type', { text: preview.typed })}
          value={typed}
          autoComplete="off"
          data-autofocus
          error={erase.isError && t(isHeld ? 'erasure.onHold' : 'erasure.failed')}
          onChange={(event) => setTyped(event.currentTarget.value)}
        />
        <div className={classes.foot}>
          <Button variant="default" onClick={onClose}>
            {t('common.cancel')}
          </Button>
          <Button color="red" type="submit" disabled={!isRight} loading={erase.isPending}>
            {t('erasure.confirm')}
          </Button>
        </div>
      </form>
    </Modal>
  );
}
