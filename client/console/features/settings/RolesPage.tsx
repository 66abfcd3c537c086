/** Roles side by side: what each allows in plain words, who has it; changed here for everybody at once. */
import { Button, Modal } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconPlus } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { RoleInput, RoleRow } from '../../../../shared/api-accounts.ts';
import { toWireError } from '../../http/api.ts';
import { nameRole } from '../../i18n/role-name.ts';
import { useRemoveRole, useRoles, useSaveRole } from './account-queries.ts';
import { useFeedback } from './feedback.tsx';
import { Loaded, PageFrame } from './PageFrame.tsx';
import { RolesForm } from './RolesForm.tsx';
import { RolesTable } from './RolesTable.tsx';

/** By its id, so that the form shows who has it by now; null: a new one. */
type Editing = { id: RoleRow['id'] | null } | null;

export function RolesPage() {
  const { t } = useTranslation();
  const roles = useRoles();
  const save = useSaveRole();
  const remove = useRemoveRole();
  const feedback = useFeedback();
  const [editing, setEditing] = useState<Editing>(null);
  const role = roles.data?.roles.find(({ id }) => id === editing?.id) ?? null;
  const close = () => setEditing(null);

  function open(role: RoleRow | null) {
    save.reset();
    setEditing({ id: role?.id ?? null });
  }

  function handleSave(input: RoleInput) {
    save.mutate(
      { id: editing?.id ?? null, ...input },
      {
        onSuccess: (saved) => {
          if (role) notifications.show({ message: t('roles.changed', { name: nameRole(t, saved.id, saved.name) }) });
          close();
        },
      },
    );
  }

  function handleRemove(role: RoleRow) {
    remove.mutate(role.id, {
      onSuccess: () => {
        notifications.show({ message: t('roles.removed', { name: role.name }) });
        close();
      },
      onError: (fault) =>
        toWireError(fault).code === 'conflict'
          ? notifications.show({ message: t('roles.inUse') })
          : feedback.failed(fault),
    });
  }

  const add = (
    <Button leftSection={<IconPlus size={16} />} onClick={() => open(null)}>
      {t('roles.add')}
    </Button>
  );
  return (
    <PageFrame title={t('roles.title')} lead={t('roles.lead')} action={add}>
      <Loaded query={roles}>{(list) => <RolesTable roles={list.roles} onOpen={open} />}</Loaded>
      <Modal
        opened={editing !== null}
        onClose={close}
        size={560}
        title={role ? t('roles.edit', { name: nameRole(t, role.id, role.name) }) : t('roles.add')}
        closeButtonProps={{ 'aria-label': t('common.close') }}
      >
        {editing && (
          <RolesForm
            role={role}
            error={save.error ? toWireError(save.error) : null}
            isBusy={save.isPending || remove.isPending}
            onSave={handleSave}
            onRemove={handleRemove}
          />
        )}
      </Modal>
    </PageFrame>
  );
}
