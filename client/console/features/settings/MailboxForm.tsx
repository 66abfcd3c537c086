/** The form of one mailbox: how its mail comes and goes, tried live, and what is done with it. */

import { TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Catalogue, QueueBoard } from '../../../../shared/api.ts';
import type { Calendar } from '../../../../shared/model/calendar.ts';
import type { CannedReply } from '../../../../shared/model/catalogue.ts';
import type { Inbox } from '../../../../shared/model/inbox.ts';
import type { MailboxSettings, MailCredentialName } from '../../../../shared/model/mailbox.ts';
import { useFeedback, useFieldError } from './feedback.tsx';
import { LeaveGuard } from './LeaveGuard.tsx';
import { MailboxCheck } from './MailboxCheck.tsx';
import { MailboxDns } from './MailboxDns.tsx';
import { MailboxReceive } from './MailboxReceive.tsx';
import { MailboxRouting } from './MailboxRouting.tsx';
import { MailboxRules } from './MailboxRules.tsx';
import { MailboxSend } from './MailboxSend.tsx';
import { MailboxState } from './MailboxState.tsx';
import { MailboxTrust } from './MailboxTrust.tsx';
import { MailboxAcknowledgement, MailboxSender } from './MailboxWords.tsx';
import { findProblems, givenCredentials, type MailboxDraft, toDraft, toInbox } from './mailbox-draft.ts';
import { useCheck, useKeptCredentials, useSaveMailbox } from './mailbox-queries.ts';
import { Block, PageFrame, SaveBar } from './PageFrame.tsx';
import { RuleTrial } from './RuleTrial.tsx';
import { isSame } from './same.ts';
import { WebsiteArchive } from './WebsiteArchive.tsx';

/** What every part of the form gets. `error` is the sentence for a path of the settings that is wrong. */
export interface MailboxPart {
  draft: MailboxDraft;
  set(part: Partial<MailboxSettings>): void;
  setOwn(part: Partial<Omit<MailboxDraft, 'settings' | 'credentials'>>): void;
  setCredential(name: MailCredentialName, value: string): void;
  error(field: string): string | undefined;
  /** names of the credentials that the server has */
  kept: readonly string[];
}

export function useMailboxPart(
  draft: MailboxDraft,
  change: (next: (known: MailboxDraft) => MailboxDraft) => void,
  fault: unknown,
  kept: readonly string[],
): MailboxPart {
  const { t } = useTranslation();
  const refused = useFieldError(fault);
  const problems = findProblems(draft);
  return {
    ...{ draft, kept },
    set: (part) => change((known) => ({ ...known, settings: { ...known.settings, ...part } })),
    setOwn: (part) => change((known) => ({ ...known, ...part })),
    setCredential: (name, value) =>
      change((known) => ({ ...known, credentials: { ...known.credentials, [name]: value } })),
    error: (field) => refused(field) ?? (problems.has(field) ? t('error.invalid') : undefined),
  };
}

export interface MailboxFormProps {
  inbox: Inbox;
  queues: QueueBoard['queues'];
  calendars: Calendar[];
  catalogue: Catalogue;
  replies: CannedReply[];
}

export function MailboxForm({ inbox, queues, calendars, catalogue, replies }: MailboxFormProps) {
  const { t } = useTranslation();
  const save = useSaveMailbox();
  const feedback = useFeedback();
  const check = useCheck();
  const kept = useKeptCredentials(inbox.id);
  const [draft, setDraft] = useState(() => toDraft(inbox));
  const part = useMailboxPart(draft, setDraft, save.error, kept.data ?? []);
  const isAckEmpty = draft.settings.acknowledgement.on && draft.settings.acknowledgement.text.trim() === '';
  const isChanged =
    !isSame(toInbox(inbox, draft), toInbox(inbox, toDraft(inbox))) || Object.keys(givenCredentials(draft)).length > 0;

  function handleSave() {
    save.mutate(
      { inbox, draft },
      {
        onError: feedback.failed,
        onSuccess: () => {
          setDraft((known) => ({ ...known, credentials: {} }));
          feedback.saved();
        },
      },
    );
  }

  return (
    <PageFrame
      title={inbox.name}
      back={{ to: '/console/settings/mailboxes', label: t('mailbox.title') }}
      action={
        <SaveBar
          isChanged={isChanged}
          isValid={findProblems(draft).size === 0 && !isAckEmpty}
          isBusy={save.isPending}
          settled={t(inbox.archived ? 'mailbox.archived' : 'website.live')}
          onSave={handleSave}
        />
      }
    >
      <LeaveGuard isChanged={isChanged} />
      {!inbox.archived && <MailboxState inbox={inbox} />}
      <Block title={t('mailbox.address.title')}>
        <TextInput
          label={t('mailbox.address.label')}
          description={t('mailbox.address.hint')}
          value={draft.settings.address}
          maxLength={254}
          inputMode="email"
          error={part.error('address')}
          onChange={(event) => part.set({ address: event.currentTarget.value })}
        />
        <MailboxSender {...part} />
      </Block>
      <Block title={t('mailbox.receive.title')}>
        <MailboxReceive {...part} />
      </Block>
      <Block title={t('mailbox.send.title')}>
        <MailboxSend {...part} />
      </Block>
      <Block title={t('mailbox.check.title')} hint={t('mailbox.check.hint')}>
        <MailboxCheck id={inbox.id} draft={draft} check={check} />
      </Block>
      <Block title={t('website.routing')}>
        <MailboxRouting {...part} queues={queues} calendars={calendars} />
      </Block>
      <Block title={t('mailbox.words.ackTitle')}>
        <MailboxAcknowledgement {...part} />
      </Block>
      <Block title={t('mailbox.rules.title')} hint={t('mailbox.rules.hint')}>
        <MailboxRules {...part} catalogue={catalogue} replies={replies} />
        <RuleTrial inboxId={inbox.id} draft={draft} catalogue={catalogue} replies={replies} />
      </Block>
      <Block title={t('mailbox.dns.title')} hint={t('mailbox.dns.hint')}>
        <MailboxDns address={draft.settings.address} />
        <MailboxTrust {...part} />
      </Block>
      <WebsiteArchive
        inbox={inbox}
        title={t('mailbox.archiving')}
        hint={t(inbox.archived ? 'mailbox.archivedHint' : 'mailbox.archivingHint')}
      />
    </PageFrame>
  );
}
