/** Who carries a number's calls, and the account there: its secrets are typed and never read back. */
import { PasswordInput, Radio, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { twilioCredentials } from '../../../../shared/model/twilio-account.ts';
import mail from './mailbox.module.css';
import type { PhonePart } from './PhoneForm.tsx';
import work from './workspace.module.css';

export function PhoneProvider(part: PhonePart) {
  const { t } = useTranslation();
  const { draft, set, error } = part;
  return (
    <>
      <TextInput
        label={t('website.name')}
        value={draft.name}
        maxLength={120}
        error={draft.name === '' ? undefined : error('name')}
        onChange={(event) => set({ name: event.currentTarget.value })}
      />
      <Radio.Group
        label={t('phoneLine.provider')}
        value={draft.provider}
        onChange={(value) => set({ provider: value === 'twilio' ? 'twilio' : 'softswitch' })}
      >
        <div className={`${work.choices} ${mail.roomy}`}>
          <Radio
            value="softswitch"
            label={t('phoneLine.providers.softswitch')}
            description={t('phoneLine.providers.softswitchHint')}
          />
          <Radio
            value="twilio"
            label={t('phoneLine.providers.twilio')}
            description={t('phoneLine.providers.twilioHint')}
          />
        </div>
      </Radio.Group>
      {draft.provider === 'twilio' && <Account {...part} />}
    </>
  );
}

function Account({ draft, set, error, kept }: PhonePart) {
  const { t } = useTranslation();
  const { account } = draft;
  const put = (changed: Partial<typeof account>) => set({ account: { ...account, ...changed } });
  return (
    <>
      <TextInput
        label={t('phoneLine.number')}
        description={t('phoneLine.numberHint')}
        placeholder="+49 351 1234567"
        value={account.number}
        maxLength={32}
        inputMode="tel"
        error={account.number === '' ? undefined : error('account.number')}
        onChange={(event) => put({ number: event.currentTarget.value })}
      />
      <TextInput
        label={t('phoneLine.accountSid')}
        description={t('phoneLine.accountSidHint')}
        placeholder="AC…"
        value={account.accountSid}
        maxLength={34}
        spellCheck={false}
        autoComplete="off"
        error={account.accountSid === '' ? undefined : error('account.accountSid')}
        onChange={(event) => put({ accountSid: event.currentTarget.value.trim() })}
      />
      <TextInput
        label={t('phoneLine.apiKeySid')}
        description={t('phoneLine.apiKeySidHint')}
        placeholder="SK…"
        value={account.apiKeySid}
        maxLength={34}
        spellCheck={false}
        autoComplete="off"
        error={error('account.apiKeySid')}
        onChange={(event) => put({ apiKeySid: event.currentTarget.value.trim() })}
      />
      {twilioCredentials.map((name) => (
        <PasswordInput
          key={name}
          label={t(`phoneLine.credentials.${name}`)}
          description={t(kept.includes(name) ? 'mailbox.credentials.kept' : `phoneLine.credentialHints.${name}`)}
          value={draft.credentials[name] ?? ''}
          maxLength={8_000}
          autoComplete="new-password"
          visibilityToggleButtonProps={{ 'aria-label': t('mailbox.credentials.show') }}
          onChange={(event) => set({ credentials: { ...draft.credentials, [name]: event.currentTarget.value } })}
        />
      ))}
    </>
  );
}
