/** How a mailbox's answers go out: to the outbox page, where they are only read, or by a server elsewhere. */
import { NumberInput, Radio } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Send } from '../../../../shared/model/mailbox.ts';
import { cx } from '../../../ui/cx.ts';
import type { MailboxPart } from './MailboxForm.tsx';
import { MailServer } from './MailServer.tsx';
import mail from './mailbox.module.css';
import work from './workspace.module.css';

type Smtp = Extract<Send, { kind: 'smtp' }>;
const plain: Smtp = {
  ...{ kind: 'smtp', host: '', port: 465, security: 'tls', user: '', auth: 'password', allowPrivate: false },
  maxPerMinute: 30,
};

export function MailboxSend(part: MailboxPart) {
  const { t } = useTranslation();
  const { send, address } = part.draft.settings;
  const change = (over: Partial<Smtp>) => send.kind === 'smtp' && part.set({ send: { ...send, ...over } });
  return (
    <>
      <Radio.Group
        label={t('mailbox.send.how')}
        value={send.kind}
        onChange={(kind) => part.set({ send: kind === 'smtp' ? { ...plain, user: address } : { kind: 'outbox-page' } })}
      >
        <div className={cx(work.choices, mail.roomy)}>
          <Radio value="outbox-page" label={t('mailbox.send.outbox')} description={t('mailbox.send.outboxHint')} />
          <Radio value="smtp" label={t('mailbox.send.smtp')} description={t('mailbox.send.smtpHint')} />
        </div>
      </Radio.Group>
      {send.kind === 'smtp' && (
        <>
          <MailServer {...part} account={send} change={change} />
          <NumberInput
            label={t('mailbox.send.rate')}
            description={t('mailbox.send.rateHint')}
            value={send.maxPerMinute}
            min={1}
            max={6_000}
            allowDecimal={false}
            onChange={(value) => change({ maxPerMinute: Math.min(6_000, Math.max(1, Number(value) || 1)) })}
          />
        </>
      )}
    </>
  );
}
