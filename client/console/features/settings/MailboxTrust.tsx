/** Whose word on who sent a mail is believed. */
import { Textarea } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { MailboxPart } from './MailboxForm.tsx';

export function MailboxTrust({ draft, set, error }: MailboxPart) {
  const { t } = useTranslation();
  const { trustedAuthServers } = draft.settings;
  const isWrong = trustedAuthServers.some((_, at) => error(`trustedAuthServers.${at}`) !== undefined);
  return (
    <Textarea
      label={t('mailbox.trust.servers')}
      description={t('mailbox.trust.serversHint')}
      placeholder="mx.example.com"
      value={trustedAuthServers.join('\n')}
      rows={2}
      spellCheck={false}
      error={isWrong ? t('error.invalid') : error('trustedAuthServers')}
      onChange={(event) => {
        const text = event.currentTarget.value;
        set({ trustedAuthServers: text === '' ? [] : text.split('\n') });
      }}
    />
  );
}
