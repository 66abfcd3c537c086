/** Who can sign in: invite, change, disable, and help those who lost their password or authenticator. */
import { Button, Modal, TextInput } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconPlus, IconSearch } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { OneTimeLink } from '../../../../shared/api.ts';
import type { UserSummary } from '../../../../shared/model/agent.ts';
import { toWireError } from '../../http/api.ts';
import {
  type PersonInput,
  useChangePerson,
  useCreatePerson,
  usePeople,
  useResetLink,
  useResetTwoFactor,
} from './account-queries.ts';
import classes from './accounts.module.css';
import { useFeedback } from './feedback.tsx';
import { LinkDialog } from './LinkDialog.tsx';
import { Loaded, PageFrame } from './PageFrame.tsx';
import { PeopleTable } from './PeopleTable.tsx';
import { PersonForm } from './PersonForm.tsx';
import { PersonReset } from './PersonReset.tsx';

type Dialog =
  | { kind: 'form'; person: UserSummary | null }
  | { kind: 'link'; name: string; link: OneTimeLink }
  | { kind: 'reset'; person: UserSummary }
  | null;

export function PeoplePage() {
  const { t } = useTranslation();
  const people = usePeople();
  const create = useCreatePerson();
  const change = useChangePerson();
  const makeLink = useResetLink();
  const resetTwoFactor = useResetTwoFactor();
  const feedback = useFeedback();
  const [dialog, setDialog] = useState<Dialog>(null);
  const [search, setSearch] = useState('');
  const close = () => setDialog(null);

  function openForm(person: UserSummary | null) {
    create.reset();
    change.reset();
    setDialog({ kind: 'form', person });
  }

  function handleSave(input: PersonInput) {
    const person = dialog?.kind === 'form' ? dialog.person : null;
    if (person) change.mutate({ id: person.id, ...input }, { onSuccess: close });
    else create.mutate(input, { onSuccess: ({ user, link }) => setDialog({ kind: 'link', name: user.name, link }) });
  }

  function setDisabled(person: UserSummary, disabled: boolean) {
    const words = t(disabled ? 'people.disabledToast' : 'people.enabledToast', { name: person.name });
    change.mutate(
      { id: person.id, disabled },
      { onSuccess: () => feedback.undoable(words, () => setDisabled(person, !disabled)), onError: feedback.failed },
    );
  }

  function handleLink(person: UserSummary) {
    makeLink.mutate(person.id, {
      onSuccess: (link) => setDialog({ kind: 'link', name: person.name, link }),
      onError: feedback.failed,
    });
  }

  function handleReset(person: UserSummary) {
    resetTwoFactor.mutate(person.id, {
      onSuccess: () => notifications.show({ message: t('persons.resetTwoFactorDone', { name: person.name }) }),
      onError: feedback.failed,
      onSettled: close,
    });
  }

  const formError = create.error ?? change.error;
  return (
    <PageFrame
      title={t('people.title')}
      lead={t('people.lead')}
      action={
        <Button leftSection={<IconPlus size={16} />} onClick={() => openForm(null)}>
          {t('people.add')}
        </Button>
      }
    >
      <Loaded query={people}>
        {(list) => (
          <>
            <TextInput
              className={classes.search}
              type="search"
              aria-label={t('persons.search')}
              placeholder={t('persons.search')}
              leftSection={<IconSearch size={16} stroke={1.75} />}
              value={search}
              onChange={(event) => setSearch(event.currentTarget.value)}
            />
            <PeopleTable
              list={list}
              search={search}
              onEdit={openForm}
              onDisable={setDisabled}
              onLink={handleLink}
              onReset={(person) => setDialog({ kind: 'reset', person })}
            />
            <Modal
              opened={dialog?.kind === 'form'}
              onClose={close}
              title={dialog?.kind === 'form' && dialog.person ? t('people.edit') : t('people.add')}
              closeButtonProps={{ 'aria-label': t('common.close') }}
            >
              {dialog?.kind === 'form' && (
                <PersonForm
                  person={dialog.person}
                  list={list}
                  error={formError ? toWireError(formError) : null}
                  isBusy={create.isPending || change.isPending}
                  onSave={handleSave}
                />
              )}
            </Modal>
          </>
        )}
      </Loaded>
      {dialog?.kind === 'reset' && (
        <PersonReset
          name={dialog.person.name}
          isBusy={resetTwoFactor.isPending}
          onConfirm={() => handleReset(dialog.person)}
          onClose={close}
        />
      )}
      {dialog?.kind === 'link' && <LinkDialog name={dialog.name} link={dialog.link} onClose={close} />}
    </PageFrame>
  );
}
