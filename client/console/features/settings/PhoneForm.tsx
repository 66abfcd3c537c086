/** The form of one phone number: who carries it, where its calls go, what callers hear, and what may be dialled from it. */
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { QueueBoard } from '../../../../shared/api.ts';
import type { Calendar } from '../../../../shared/model/calendar.ts';
import type { Inbox } from '../../../../shared/model/inbox.ts';
import { useFeedback, useFieldError } from './feedback.tsx';
import { LeaveGuard } from './LeaveGuard.tsx';
import { useKeptCredentials } from './mailbox-queries.ts';
import { Block, PageFrame, SaveBar } from './PageFrame.tsx';
import { PhoneCheck } from './PhoneCheck.tsx';
import { PhoneDialling } from './PhoneDialling.tsx';
import { PhoneLimits } from './PhoneLimits.tsx';
import { PhoneMenu } from './PhoneMenu.tsx';
import { PhonePreview } from './PhonePreview.tsx';
import { PhoneProvider } from './PhoneProvider.tsx';
import { PhoneRecording } from './PhoneRecording.tsx';
import { PhoneRouting } from './PhoneRouting.tsx';
import { PhoneTemplates } from './PhoneTemplates.tsx';
import { PhoneTestCall } from './PhoneTestCall.tsx';
import { PhoneWaiting } from './PhoneWaiting.tsx';
import { findProblems, givenCredentials, type PhoneDraft, toDraft } from './phone-draft.ts';
import { useSavePhone } from './phone-queries.ts';
import { isSame } from './same.ts';
import { WebsiteArchive } from './WebsiteArchive.tsx';

/** What every part of the form gets. `error` is the sentence for a path that is wrong. */
export interface PhonePart {
  draft: PhoneDraft;
  set(part: Partial<PhoneDraft>): void;
  setMenu(part: Partial<PhoneDraft['menu']>): void;
  error(field: string): string | undefined;
  queues: QueueBoard['queues'];
  calendars: Calendar[];
  /** names of the credentials that the server has */
  kept: readonly string[];
}

export interface PhoneFormProps extends Pick<PhonePart, 'queues' | 'calendars'> {
  inbox: Inbox | null;
  start: PhoneDraft;
}

const list = '/console/settings/phones';

export function PhoneForm({ inbox, start, queues, calendars }: PhoneFormProps) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const save = useSavePhone();
  const feedback = useFeedback();
  const kept = useKeptCredentials(inbox?.id ?? null);
  const refused = useFieldError(save.error);
  const [draft, setDraft] = useState(start);
  const problems = findProblems(draft);
  const isChanged = !isSame({ ...draft, credentials: {} }, start) || Object.keys(givenCredentials(draft)).length > 0;
  const part: PhonePart = {
    ...{ draft, queues, calendars, kept: kept.data ?? [] },
    set: (changed) => setDraft((known) => ({ ...known, ...changed })),
    setMenu: (changed) => setDraft((known) => ({ ...known, menu: { ...known.menu, ...changed } })),
    error: (field) => refused(field) ?? (problems.has(field) ? t('error.invalid') : undefined),
  };

  function handleSave() {
    save.mutate(
      { inbox, draft },
      {
        onError: feedback.failed,
        onSuccess: (saved) => {
          // As the server wrote it: a number typed in another spelling is not still to be saved.
          setDraft(toDraft(saved));
          feedback.saved();
          if (inbox === null)
            void navigate({ to: `${list}/$inboxId`, params: { inboxId: saved.id }, ignoreBlocker: true });
        },
      },
    );
  }

  return (
    <PageFrame
      title={inbox?.name ?? t('phoneLine.add')}
      back={{ to: list, label: t('phoneLine.title') }}
      action={
        <SaveBar
          isChanged={isChanged}
          isValid={problems.size === 0}
          isBusy={save.isPending}
          settled={inbox ? t(inbox.archived ? 'phoneLine.archived' : 'website.live') : ''}
          onSave={handleSave}
        />
      }
    >
      <LeaveGuard isChanged={isChanged} />
      <Block title={t('phoneLine.number')}>
        <PhoneProvider {...part} />
      </Block>
      {inbox && draft.provider === 'twilio' && (
        <Block title={t('mailbox.check.title')} hint={t('phoneLine.checkHint')}>
          <PhoneCheck inbox={inbox} draft={draft} isChanged={isChanged} />
        </Block>
      )}
      {inbox && !inbox.archived && draft.provider === 'twilio' && (
        <Block title={t('phoneLine.test.title')} hint={t('phoneLine.test.hint')}>
          <PhoneTestCall inbox={inbox} />
        </Block>
      )}
      <Block title={t('website.routing')}>
        <PhoneRouting {...part} />
      </Block>
      <Block title={t('phoneLine.menu.title')} hint={t('phoneLine.menu.hint')}>
        <PhoneMenu {...part} />
      </Block>
      <Block title={t('phoneLine.waiting.title')}>
        <PhoneWaiting {...part} />
      </Block>
      <Block title={t('phoneLine.preview.title')} hint={t('phoneLine.preview.hint')}>
        <PhonePreview menu={draft.menu} queues={queues} />
      </Block>
      <Block title={t('phoneLine.dialling.title')}>
        <PhoneDialling {...part} />
        <PhoneLimits {...part} />
      </Block>
      <Block title={t('phoneLine.recordings.title')}>
        <PhoneRecording {...part} />
      </Block>
      {draft.provider === 'twilio' && (
        <Block title={t('phoneLine.templates.title')} hint={t('phoneLine.templates.hint')}>
          <PhoneTemplates {...part} inbox={inbox} />
        </Block>
      )}
      {inbox && (
        <WebsiteArchive
          inbox={inbox}
          title={t('phoneLine.archiving')}
          hint={t(inbox.archived ? 'phoneLine.archivedHint' : 'phoneLine.archivingHint')}
        />
      )}
    </PageFrame>
  );
}
