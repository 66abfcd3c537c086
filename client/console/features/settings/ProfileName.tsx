/** Who colleagues see: initials, name and role; the name can be changed. */
import { Button, TextInput } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Here } from '../../../../shared/api.ts';
import { Avatar } from '../../../ui/Avatar.tsx';
import { nameRole } from '../../i18n/role-name.ts';
import { useChangeName } from './account-queries.ts';
import own from './accounts.module.css';
import { useFeedback } from './feedback.tsx';

export function ProfileName({ me }: { me: Here }) {
  const { t } = useTranslation();
  const change = useChangeName();
  const feedback = useFeedback();
  const [name, setName] = useState(me.name);
  const isChanged = name.trim() !== me.name && name.trim() !== '';

  function handleSubmit(event: FormEvent) {
    event.preventDefault();
    change.mutate(name.trim(), {
      onSuccess: () => notifications.show({ message: t('profile.nameSaved') }),
      onError: feedback.failed,
    });
  }

  return (
    <>
      <div className={own.me}>
        <Avatar id={me.id} name={name.trim() || me.name} size={40} />
        <span>
          <strong>{me.name}</strong>
          <small>
            {nameRole(t, me.role, me.roleName)} · {t('profile.initials')}
          </small>
        </span>
      </div>
      <form className={own.fact} onSubmit={handleSubmit}>
        <TextInput
          label={t('people.name')}
          autoComplete="name"
          maxLength={120}
          value={name}
          style={{ flex: '1 1 220px' }}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <Button
          type="submit"
          variant="default"
          style={{ alignSelf: 'end' }}
          disabled={!isChanged}
          loading={change.isPending}
        >
          {t('profile.saveName')}
        </Button>
      </form>
    </>
  );
}
