/** Writes an address of the customer down: an email or a phone number in one field; what somebody else has is offered to be merged instead. */
import { Button, Group, TextInput } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { AddressAdded } from '../../../../shared/model/customer-address.ts';
import type { ConversationId } from '../../../../shared/model/ids.ts';
import { homeCountry } from '../../i18n/home-country.ts';
import { useDesk } from '../../sync/use-desk.ts';
import { MergeDialog } from './merging/MergeDialog.tsx';
import merging from './merging/merging.module.css';

type Taken = Extract<AddressAdded, { kind: 'taken' }>;

export function AddAddress({ conversationId, name }: { conversationId: ConversationId; name: string }) {
  const { t, i18n } = useTranslation();
  const desk = useDesk();
  const [isOpen, setOpen] = useState(false);
  const [value, setValue] = useState('');
  const [failure, setFailure] = useState<string | null>(null);
  const [taken, setTaken] = useState<Taken | null>(null);
  const [other, setOther] = useState<ConversationId | null>(null);
  const country = homeCountry();
  const region = new Intl.DisplayNames([i18n.language === 'zh' ? 'zh-Hans' : 'en-GB'], { type: 'region' }).of(country);

  function close() {
    setOpen(false);
    setValue('');
    setFailure(null);
    setTaken(null);
  }

  const kind = value.includes('@') ? 'email' : 'phone';

  async function add(shared: boolean) {
    const answer = await desk.customers.addAddress(conversationId, { kind, value, country, shared });
    if (!answer.ok) {
      const isWrong = answer.error.code === 'invalid';
      setFailure(isWrong ? t('person.noAddress') : `${t('person.failed')} ${t(`error.${answer.error.code}`)}`);
    } else if (answer.value.kind === 'taken') setTaken(answer.value);
    else close();
  }

  function handleSubmit(event: FormEvent) {
    event.preventDefault();
    void add(false);
  }

  if (!isOpen) {
    return (
      <Button
        ml={-8}
        size="compact-xs"
        variant="subtle"
        color="gray"
        leftSection={<IconPlus size={14} stroke={1.75} aria-hidden="true" />}
        onClick={() => setOpen(true)}
      >
        {t('person.addAddress')}
      </Button>
    );
  }
  return (
    <form onSubmit={handleSubmit} onKeyDown={(event) => event.key === 'Escape' && close()}>
      <TextInput
        size="xs"
        mt={4}
        label={t('person.address')}
        description={t('person.addressHint', { country: region ?? country })}
        value={value}
        maxLength={254}
        error={failure}
        autoFocus
        required
        onChange={(event) => {
          setValue(event.currentTarget.value);
          setFailure(null);
          setTaken(null);
        }}
      />
      {taken && (
        <p className={merging.failure} role="alert">
          {taken.other ? t('person.addressOf', { name: taken.other.name }) : t('person.addressOfSomebody')}
        </p>
      )}
      <Group gap={6} mt={8}>
        {taken?.other ? (
          <Button size="xs" onClick={() => setOther(taken.other?.conversationId ?? null)}>
            {t('match.mergeWith', { name: taken.other.name })}
          </Button>
        ) : (
          <Button size="xs" type="submit" disabled={value.trim() === '' || taken !== null}>
            {t('person.saveAddress')}
          </Button>
        )}
        {taken && kind === 'phone' && (
          <Button size="xs" variant="default" onClick={() => void add(true)}>
            {t('person.addressShared')}
          </Button>
        )}
        <Button size="xs" variant="subtle" color="gray" onClick={close}>
          {t('common.cancel')}
        </Button>
      </Group>
      {other && (
        <MergeDialog
          conversationId={conversationId}
          name={name}
          other={other}
          onClose={() => {
            setOther(null);
            close();
          }}
        />
      )}
    </form>
  );
}
