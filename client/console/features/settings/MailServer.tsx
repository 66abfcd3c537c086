/** Where a mailbox's mail server is and how one signs in there: the same for receiving and for sending. */
import { NumberInput, PasswordInput, Select, Switch, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import {
  type MailCredentialName,
  mailSecurities,
  type Receive,
  type Send,
  usualPorts,
} from '../../../../shared/model/mailbox.ts';
import type { MailboxPart } from './MailboxForm.tsx';
import classes from './settings.module.css';

type Account = Extract<Receive, { kind: 'imap' }> | Extract<Send, { kind: 'smtp' }>;

export interface MailServerProps extends Pick<MailboxPart, 'draft' | 'error' | 'kept' | 'setCredential'> {
  account: Account;
  change(part: Partial<Pick<Account, 'host' | 'port' | 'security' | 'user' | 'auth' | 'allowPrivate'>>): void;
}

export function MailServer({ account, change, draft, error, kept, setCredential }: MailServerProps) {
  const { t } = useTranslation();
  const at = account.kind === 'imap' ? 'receive' : 'send';
  const names: MailCredentialName[] =
    account.auth === 'oauth'
      ? ['oauthClientId', 'oauthClientSecret', 'oauthRefreshToken']
      : [account.kind === 'imap' ? 'receivePassword' : 'sendPassword'];
  return (
    <>
      <div className={classes.pair}>
        <TextInput
          label={t('mailbox.server.host')}
          placeholder={account.kind === 'imap' ? 'imap.example.com' : 'smtp.example.com'}
          value={account.host}
          maxLength={253}
          spellCheck={false}
          error={account.host === '' ? undefined : error(`${at}.host`)}
          onChange={(event) => change({ host: event.currentTarget.value })}
        />
        <NumberInput
          label={t('mailbox.server.port')}
          value={account.port}
          min={1}
          max={65_535}
          allowDecimal={false}
          error={error(`${at}.port`)}
          onChange={(value) => change({ port: Number(value) || 0 })}
        />
      </div>
      <Select
        label={t('mailbox.server.security')}
        description={account.security === 'none' ? t('mailbox.server.clear') : undefined}
        value={account.security}
        allowDeselect={false}
        data={mailSecurities.map((one) => ({ value: one, label: t(`mailbox.server.securities.${one}`) }))}
        onChange={(value) => {
          const security = mailSecurities.find((one) => one === value) ?? 'tls';
          const usual = usualPorts[account.kind];
          // A port that was typed by hand stays; the usual one goes with the way.
          const port = account.port === usual[account.security] ? usual[security] : account.port;
          change({ security, port });
        }}
      />
      <div className={classes.pair}>
        <TextInput
          label={t('mailbox.server.user')}
          description={t('mailbox.server.userHint')}
          value={account.user}
          maxLength={254}
          autoComplete="off"
          spellCheck={false}
          onChange={(event) => change({ user: event.currentTarget.value })}
        />
        <Select
          label={t('mailbox.server.auth')}
          description={t('mailbox.server.authHint')}
          value={account.auth}
          allowDeselect={false}
          data={(['password', 'oauth'] as const).map((one) => ({
            value: one,
            label: t(`mailbox.server.auths.${one}`),
          }))}
          onChange={(value) => change({ auth: value === 'oauth' ? 'oauth' : 'password' })}
        />
      </div>
      {account.user !== '' &&
        names.map((name) => (
          <PasswordInput
            key={name}
            label={t(`mailbox.credentials.${name}`)}
            description={t(kept.includes(name) ? 'mailbox.credentials.kept' : 'mailbox.credentials.needed')}
            value={draft.credentials[name] ?? ''}
            maxLength={8_000}
            autoComplete="new-password"
            visibilityToggleButtonProps={{ 'aria-label': t('mailbox.credentials.show') }}
            onChange={(event) => setCredential(name, event.currentTarget.value)}
          />
        ))}
      <Switch
        label={t('mailbox.server.private')}
        description={t('mailbox.server.privateHint')}
        checked={account.allowPrivate}
        onChange={(event) => change({ allowPrivate: event.currentTarget.checked })}
      />
    </>
  );
}
