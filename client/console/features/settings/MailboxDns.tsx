/** What the world is told of a mailbox's domain, and which records would let its mail arrive. */
import { Button } from '@mantine/core';
import { IconAlertTriangle, IconCheck, IconHelp } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { DnsAdvice } from '../../../../shared/model/account.ts';
import { toWireError } from '../../http/api.ts';
import { CopyButton } from './CopyButton.tsx';
import mail from './mailbox.module.css';
import { useLookUp } from './mailbox-queries.ts';
import classes from './settings.module.css';
import { useAccountWords } from './use-account-words.ts';

export function MailboxDns({ address }: { address: string }) {
  const { t } = useTranslation();
  const lookUp = useLookUp();
  return (
    <div>
      <Button variant="default" size="xs" loading={lookUp.isPending} onClick={() => lookUp.mutate(address)}>
        {t('mailbox.dns.look')}
      </Button>
      {lookUp.error && (
        <p role="alert" className={classes.error}>
          {t(`error.${toWireError(lookUp.error).code}`)}
        </p>
      )}
      {lookUp.data && (
        <ul className={mail.steps}>
          {lookUp.data.advice.map((advice) => (
            <Record key={advice.about} {...advice} />
          ))}
          {lookUp.data.advice.length === 0 && <li className={classes.quiet}>{t('mailbox.dns.nothing')}</li>}
        </ul>
      )}
    </div>
  );
}

function Record({ about, state, code, data, found, record }: DnsAdvice) {
  const { t } = useTranslation();
  const words = useAccountWords();
  const Icon = state === 'ok' ? IconCheck : state === 'unknown' ? IconHelp : IconAlertTriangle;
  return (
    <li className={mail.step} data-state={state === 'ok' ? 'ok' : state === 'unknown' ? 'skipped' : 'warning'}>
      <Icon size={16} stroke={1.75} aria-hidden />
      <div>
        <p>
          <strong>{about.toUpperCase()}</strong> {words.advice({ code, ...(data && { data }) })}
        </p>
        {found && state !== 'ok' && <p className={classes.hint}>{t('mailbox.dns.found', { text: found })}</p>}
        {record && (
          <>
            <p className={classes.hint}>{t('mailbox.dns.add', { type: record.type, name: record.name })}</p>
            <pre className={classes.code}>{record.value}</pre>
            <CopyButton text={record.value} label={t('mailbox.dns.copy', { about: about.toUpperCase() })} />
          </>
        )}
      </div>
    </li>
  );
}
