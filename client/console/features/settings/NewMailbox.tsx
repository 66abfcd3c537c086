/** A new mailbox in six small steps: address, receiving, sending, trying it, where its mail goes, and its words. */
import { Button, TextInput } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { type FormEvent, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { QueueBoard } from '../../../../shared/api.ts';
import type { Calendar } from '../../../../shared/model/calendar.ts';
import { mailboxSettingsSchema } from '../../../../shared/model/mailbox.ts';
import { Empty } from './Empty.tsx';
import { useFeedback } from './feedback.tsx';
import { LeaveGuard } from './LeaveGuard.tsx';
import { MailboxCheck } from './MailboxCheck.tsx';
import { type MailboxPart, useMailboxPart } from './MailboxForm.tsx';
import { MailboxReceive } from './MailboxReceive.tsx';
import { MailboxRouting } from './MailboxRouting.tsx';
import { MailboxSend } from './MailboxSend.tsx';
import { MailboxAcknowledgement, MailboxSender } from './MailboxWords.tsx';
import mail from './mailbox.module.css';
import { findProblems, missingCredentials, startDraft } from './mailbox-draft.ts';
import { type LookUp, useCheck, useLookUp, useSaveMailbox } from './mailbox-queries.ts';
import { PageFrame } from './PageFrame.tsx';
import classes from './settings.module.css';

const steps = ['address', 'receive', 'send', 'check', 'routing', 'words'] as const;
type StepName = (typeof steps)[number];
const list = '/console/settings/mailboxes';

export function NewMailbox({ queues, calendars }: { queues: QueueBoard['queues']; calendars: Calendar[] }) {
  const { t } = useTranslation();
  const first = queues.find(({ archived }) => !archived);
  const back = { to: list, label: t('mailbox.title') };
  if (!first) {
    return (
      <PageFrame title={t('mailbox.add')} back={back}>
        <Empty title={t('workspace.queues.empty')} text={t('workspace.queues.emptyText')} />
      </PageFrame>
    );
  }
  return (
    <PageFrame title={t('mailbox.add')} back={back}>
      <Wizard queues={queues} calendars={calendars} queueId={first.id} />
    </PageFrame>
  );
}

interface WizardProps {
  queues: QueueBoard['queues'];
  calendars: Calendar[];
  queueId: QueueBoard['queues'][number]['id'];
}

function Wizard({ queues, calendars, queueId }: WizardProps) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const save = useSaveMailbox();
  const feedback = useFeedback();
  const check = useCheck();
  const lookUp = useLookUp();
  const [draft, setDraft] = useState(() => startDraft(queueId));
  const [at, setAt] = useState(0);
  const [isDone, setDone] = useState(false);
  const part = useMailboxPart(draft, setDraft, save.error, []);
  const step = steps[at] ?? 'address';
  const title = useRef<HTMLHeadingElement>(null);
  const isFirst = useRef(true);

  // The new step is read out, and the keyboard goes on from its top.
  useEffect(() => {
    if (step && !isFirst.current) title.current?.focus();
    isFirst.current = false;
  }, [step]);

  function fillIn({ found }: LookUp) {
    if (!found) return;
    setDraft((known) => {
      const { address } = known.settings;
      const parsed = mailboxSettingsSchema.safeParse({ ...known.settings, ...found.settings, address });
      return parsed.success ? { ...known, settings: parsed.data } : known;
    });
  }

  function handleNext(event: FormEvent) {
    event.preventDefault();
    if (!isSound(step, part)) return;
    if (step === 'address') {
      // What is found out fills in the next steps; that nothing is found out holds nobody up.
      lookUp.mutate(draft.settings.address, { onSuccess: fillIn, onSettled: () => setAt(1) });
      return;
    }
    if (at < steps.length - 1) return setAt(at + 1);
    save.mutate(
      { inbox: null, draft },
      {
        onError: (fault) => {
          feedback.failed(fault);
          if (part.error('address')) setAt(0);
        },
        onSuccess: ({ id }) => {
          setDone(true);
          feedback.saved();
          void navigate({ to: `${list}/$inboxId`, params: { inboxId: id }, ignoreBlocker: true });
        },
      },
    );
  }

  return (
    <form onSubmit={handleNext}>
      <LeaveGuard isChanged={!isDone && draft.settings.address !== ''} />
      <ol className={mail.progress} aria-label={t('mailbox.steps.label')}>
        {steps.map((name) => (
          <li key={name} aria-current={name === step ? 'step' : undefined}>
            {t(`mailbox.steps.${name}`)}
          </li>
        ))}
      </ol>
      <section>
        <h3 ref={title} tabIndex={-1} className={mail.title}>
          {t(`mailbox.steps.${step}Title`)}
        </h3>
        <div className={classes.fields}>
          {step === 'address' && <AddressStep {...part} />}
          {step === 'receive' && (
            <>
              <Found lookUp={lookUp.data} />
              <MailboxReceive {...part} />
            </>
          )}
          {step === 'send' && <MailboxSend {...part} />}
          {step === 'check' && <MailboxCheck id={null} draft={draft} check={check} />}
          {step === 'routing' && <MailboxRouting {...part} queues={queues} calendars={calendars} />}
          {step === 'words' && (
            <>
              <MailboxSender {...part} />
              <MailboxAcknowledgement {...part} />
            </>
          )}
        </div>
      </section>
      <div className={mail.buttons}>
        {at > 0 && (
          <Button variant="default" onClick={() => setAt(at - 1)}>
            {t('common.back')}
          </Button>
        )}
        <Button type="submit" loading={lookUp.isPending || save.isPending} disabled={!isSound(step, part)}>
          {t(at < steps.length - 1 ? 'mailbox.steps.next' : 'mailbox.create')}
        </Button>
      </div>
    </form>
  );
}

/** Whether one may go on from a step. */
function isSound(step: StepName, { draft, kept }: MailboxPart): boolean {
  const wrong = [...findProblems(draft)];
  const isFine = (prefix: string) => !wrong.some((path) => path === prefix || path.startsWith(`${prefix}.`));
  const missing = missingCredentials(draft, kept);
  const { acknowledgement } = draft.settings;
  switch (step) {
    case 'address':
      return isFine('address');
    case 'receive':
      return isFine('receive') && !missing.includes('receivePassword');
    case 'send':
      return isFine('send') && missing.length === 0;
    case 'check':
    case 'routing':
      return true;
    case 'words':
      return wrong.length === 0 && !(acknowledgement.on && acknowledgement.text.trim() === '');
  }
}

function AddressStep({ draft, set, error }: MailboxPart) {
  const { t } = useTranslation();
  return (
    <>
      <TextInput
        label={t('mailbox.address.label')}
        description={t('mailbox.address.hint')}
        placeholder="support@example.com"
        value={draft.settings.address}
        maxLength={254}
        inputMode="email"
        spellCheck={false}
        data-autofocus
        error={draft.settings.address.includes('@') ? error('address') : undefined}
        onChange={(event) => set({ address: event.currentTarget.value })}
      />
      <div className={mail.hello}>
        <p>{t('mailbox.address.tryOut')}</p>
        <div>
          <Button variant="default" size="xs" onClick={() => set({ address: 'support@localhost' })}>
            {t('mailbox.address.useLocal')}
          </Button>
        </div>
      </div>
    </>
  );
}

/** What was found out by the address alone. */
function Found({ lookUp }: { lookUp: LookUp | undefined }) {
  const { t } = useTranslation();
  const found = lookUp?.found;
  if (!found) return null;
  return (
    <div className={mail.hello}>
      <p>
        {found.provider ? t('mailbox.found.provider', { provider: found.provider }) : t('mailbox.found.servers')}{' '}
        {t(`mailbox.found.${found.signIn}`)}
      </p>
      {found.help !== null && /^https:\/\//.test(found.help) && (
        <p>
          <a href={found.help} target="_blank" rel="noopener noreferrer">
            {t('mailbox.found.help')}
          </a>
        </p>
      )}
    </div>
  );
}
