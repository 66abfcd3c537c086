/** All that is known of one customer, as a whole: taken out, erased, or kept from being erased; for those whose role allows it. */
import { Button, Modal, TextInput } from '@mantine/core';
import { IconDownload, IconEraser, IconLock, IconLockOpen } from '@tabler/icons-react';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ErasurePreview } from '../../../../shared/model/erasure.ts';
import type { Permission } from '../../../../shared/model/permission.ts';
import { callApi } from '../../http/api.ts';
import { useTimes } from '../../i18n/times.ts';
import type { DeskState } from '../../sync/desk-state.ts';
import { useDeskState } from '../../sync/use-desk.ts';
import classes from './customer-data.module.css';
import { EraseDialog } from './EraseDialog.tsx';
import { Section } from './Section.tsx';

const none: readonly Permission[] = [];
const readPermissions = (state: DeskState) => state.me?.permissions ?? none;

export function CustomerData({ customerId, name }: { customerId: string; name: string }) {
  const { t } = useTranslation();
  const permissions = useDeskState(readPermissions);
  const mayExport = permissions.includes('data:transfer');
  const mayErase = permissions.includes('data:erase');
  if (!mayExport && !mayErase) return null;
  return (
    <Section title={t('erasure.section')}>
      <div className={classes.buttons}>
        {mayExport && (
          <Button
            size="xs"
            variant="default"
            component="a"
            href={`/api/customers/${customerId}/export`}
            download
            title={t('erasure.exportHint')}
            leftSection={<IconDownload size={14} stroke={2} />}
          >
            {t('erasure.export')}
          </Button>
        )}
        {mayErase && <Erasing customerId={customerId} name={name} />}
      </div>
    </Section>
  );
}

function Erasing({ customerId, name }: { customerId: string; name: string }) {
  const { t } = useTranslation();
  const times = useTimes();
  const client = useQueryClient();
  const [doing, setDoing] = useState<'erase' | 'hold' | null>(null);
  const [reason, setReason] = useState('');
  const path = `/api/customers/${customerId}`;
  const key = ['erasure', customerId];
  const preview = useQuery({ queryKey: key, queryFn: () => callApi<ErasurePreview>('GET', `${path}/erasure`) });
  const hold = preview.data?.hold ?? null;

  async function keep(why: string | null): Promise<void> {
    await callApi('PUT', `${path}/hold`, { reason: why });
    setDoing(null);
    await client.invalidateQueries({ queryKey: key });
  }

  if (hold) {
    return (
      <>
        <p className={classes.held}>
          {t('erasure.held', { date: times.full(hold.at), name: hold.byName, reason: hold.reason })}
        </p>
        <Button
          size="xs"
          variant="default"
          leftSection={<IconLockOpen size={14} stroke={2} />}
          onClick={() => void keep(null)}
        >
          {t('erasure.release')}
        </Button>
      </>
    );
  }
  return (
    <>
      <Button
        size="xs"
        variant="default"
        leftSection={<IconEraser size={14} stroke={2} />}
        disabled={!preview.data}
        onClick={() => setDoing('erase')}
      >
        {t('erasure.erase')}
      </Button>
      <Button
        size="xs"
        variant="default"
        leftSection={<IconLock size={14} stroke={2} />}
        onClick={() => setDoing('hold')}
      >
        {t('erasure.hold')}
      </Button>
      {preview.data && (
        <EraseDialog
          customerId={customerId}
          name={name}
          preview={preview.data}
          isOpen={doing === 'erase'}
          onClose={() => setDoing(null)}
        />
      )}
      <Modal
        opened={doing === 'hold'}
        onClose={() => setDoing(null)}
        title={t('erasure.holdTitle', { name })}
        closeButtonProps={{ 'aria-label': t('common.close') }}
      >
        <form
          onSubmit={(event) => {
            event.preventDefault();
            void keep(reason.trim());
          }}
        >
          <p className={classes.text}>{t('erasure.holdHint')}</p>
          <TextInput
            label={t('erasure.reason')}
            value={reason}
            maxLength={300}
            required
            data-autofocus
            onChange={(event) => setReason(event.currentTarget.value)}
          />
          <div className={classes.foot}>
            <Button variant="default" onClick={() => setDoing(null)}>
              {t('common.cancel')}
            </Button>
            <Button type="submit" disabled={reason.trim() === ''}>
              {t('erasure.holdSave')}
            </Button>
          </div>
        </form>
      </Modal>
    </>
  );
}
