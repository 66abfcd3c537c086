/** How a mailbox's mail comes in: by the listener that is here already, or out of a mailbox elsewhere. */
import { Radio, Select, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Receive } from '../../../../shared/model/mailbox.ts';
import { cx } from '../../../ui/cx.ts';
import type { MailboxPart } from './MailboxForm.tsx';
import { MailServer } from './MailServer.tsx';
import mail from './mailbox.module.css';
import classes from './settings.module.css';
import work from './workspace.module.css';

type Imap = Extract<Receive, { kind: 'imap' }>;
const plain: Imap = {
  ...{ kind: 'imap', host: '', port: 993, security: 'tls', user: '', auth: 'password', allowPrivate: false },
  ...{ folder: 'INBOX', importSince: null, afterwards: 'leave' },
};
const days = [7, 30, 90, 365] as const;
const DAY_MS = 86_400_000;

export function MailboxReceive(part: MailboxPart) {
  const { t } = useTranslation();
  const { receive, address } = part.draft.settings;
  const change = (over: Partial<Imap>) => receive.kind === 'imap' && part.set({ receive: { ...receive, ...over } });
  return (
    <>
      <Radio.Group
        label={t('mailbox.receive.how')}
        value={receive.kind}
        onChange={(kind) => part.set({ receive: kind === 'imap' ? { ...plain, user: address } : { kind: 'listener' } })}
      >
        <div className={cx(work.choices, mail.roomy)}>
          <Radio
            value="listener"
            label={t('mailbox.receive.listener')}
            description={t('mailbox.receive.listenerHint')}
          />
          <Radio value="imap" label={t('mailbox.receive.imap')} description={t('mailbox.receive.imapHint')} />
        </div>
      </Radio.Group>
      {receive.kind === 'imap' && (
        <>
          <MailServer {...part} account={receive} change={change} />
          <div className={classes.pair}>
            <TextInput
              label={t('mailbox.receive.folder')}
              value={receive.folder}
              maxLength={200}
              error={part.error('receive.folder')}
              onChange={(event) => change({ folder: event.currentTarget.value })}
            />
            <ImportSince since={receive.importSince} change={(importSince) => change({ importSince })} />
          </div>
          <Afterwards
            afterwards={receive.afterwards}
            change={(afterwards) => change({ afterwards })}
            error={part.error}
          />
        </>
      )}
    </>
  );
}

/** How much of what is there already is brought in. */
function ImportSince({ since, change }: { since: number | null; change(since: number | null): void }) {
  const { t, i18n } = useTranslation();
  const saved =
    since === null ? [] : [{ value: 'kept', label: t('mailbox.receive.since', { day: dayOf(since, i18n.language) }) }];
  return (
    <Select
      label={t('mailbox.receive.import')}
      value={since === null ? 'new' : 'kept'}
      allowDeselect={false}
      data={[
        { value: 'new', label: t('mailbox.receive.importNew') },
        ...saved,
        ...days.map((count) => ({ value: String(count), label: t('mailbox.receive.importDays', { count }) })),
        { value: 'all', label: t('mailbox.receive.importAll') },
      ]}
      onChange={(value) => {
        if (value === 'new') return change(null);
        if (value === 'all') return change(0);
        const count = days.find((one) => String(one) === value);
        if (count) change(Date.now() - count * DAY_MS);
      }}
    />
  );
}

const dayOf = (at: number, language: string): string =>
  new Intl.DateTimeFormat(language === 'zh' ? 'zh-Hans' : 'en-GB', { dateStyle: 'medium' }).format(at);

function Afterwards({
  afterwards,
  change,
  error,
}: {
  afterwards: Imap['afterwards'];
  change(afterwards: Imap['afterwards']): void;
  error: MailboxPart['error'];
}) {
  const { t } = useTranslation();
  const kind = typeof afterwards === 'string' ? afterwards : 'move';
  return (
    <div className={classes.pair}>
      <Select
        label={t('mailbox.receive.afterwards')}
        value={kind}
        allowDeselect={false}
        data={(['leave', 'seen', 'move'] as const).map((one) => ({
          value: one,
          label: t(`mailbox.receive.after.${one}`),
        }))}
        onChange={(value) =>
          change(value === 'move' ? { moveTo: t('mailbox.receive.moveDefault') } : value === 'seen' ? 'seen' : 'leave')
        }
      />
      {typeof afterwards !== 'string' && (
        <TextInput
          label={t('mailbox.receive.moveTo')}
          value={afterwards.moveTo}
          maxLength={200}
          error={error('receive.afterwards.moveTo') ?? error('receive.afterwards')}
          onChange={(event) => change({ moveTo: event.currentTarget.value })}
        />
      )}
    </div>
  );
}
