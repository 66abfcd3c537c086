/** The form of one website inbox, with the real widget beside it; what is wrong is told at its field, what is saved is live at once. */
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { QueueBoard } from '../../../../shared/api.ts';
import type { Calendar } from '../../../../shared/model/calendar.ts';
import type { Inbox, ServedLanguages } from '../../../../shared/model/inbox.ts';
import { cx } from '../../../ui/cx.ts';
import { useFeedback, useFieldError } from './feedback.tsx';
import { LeaveGuard } from './LeaveGuard.tsx';
import { Block, PageFrame, SaveBar } from './PageFrame.tsx';
import { Questions } from './Questions.tsx';
import { Snippet } from './Snippet.tsx';
import { isSame } from './same.ts';
import { WebsiteArchive } from './WebsiteArchive.tsx';
import { WebsiteCalls } from './WebsiteCalls.tsx';
import { WebsiteLanguages } from './WebsiteLanguages.tsx';
import { WebsiteLook } from './WebsiteLook.tsx';
import { WebsitePrivacy } from './WebsitePrivacy.tsx';
import { WebsiteRouting } from './WebsiteRouting.tsx';
import { WebsiteWhere } from './WebsiteWhere.tsx';
import { WidgetPreview } from './WidgetPreview.tsx';
import { findProblem, toDraft, toInbox, toWidgetInbox, type WebsiteDraft } from './website-form.ts';
import work from './workspace.module.css';
import { useSave } from './workspace-queries.ts';

/** What every part of the form gets. `error` is the sentence for a field that is wrong. */
export interface PartProps {
  draft: WebsiteDraft;
  set<Key extends keyof WebsiteDraft>(key: Key, value: WebsiteDraft[Key]): void;
  error(field: string): string | undefined;
}

export interface WebsiteFormProps {
  inbox: Inbox;
  queues: QueueBoard['queues'];
  calendars: Calendar[];
  languages: ServedLanguages;
}

export function WebsiteForm({ inbox, queues, calendars, languages }: WebsiteFormProps) {
  const { t } = useTranslation();
  const save = useSave<Inbox>('inboxes');
  const feedback = useFeedback();
  const refused = useFieldError(save.error);
  const [draft, setDraft] = useState(() => toDraft(inbox));
  const problem = findProblem(draft);
  const isChanged = !isSame(toInbox(inbox, draft), toInbox(inbox, toDraft(inbox)));
  const part: PartProps = {
    draft,
    set: (key, value) => setDraft((known) => ({ ...known, [key]: value })),
    error: (field) => refused(field) ?? (problem?.field === field ? t('error.invalid') : undefined),
  };

  return (
    <PageFrame
      title={inbox.name}
      back={{ to: '/console/settings/websites', label: t('settings.websites') }}
      isWide
      action={
        <SaveBar
          isChanged={isChanged}
          isValid={problem === null}
          isBusy={save.isPending}
          settled={t(inbox.archived ? 'workspace.websites.isArchived' : 'website.live')}
          onSave={() => save.mutate(toInbox(inbox, draft), { onSuccess: feedback.saved, onError: feedback.failed })}
        />
      }
    >
      <LeaveGuard isChanged={isChanged} />
      <div className={cx(work.sides, work.withStage)}>
        <div>
          {!inbox.archived && <Snippet inboxId={inbox.id} />}
          <WebsiteLook {...part} />
          <Block title={t('website.form')} hint={t('website.formHint')}>
            <Questions
              questions={draft.questions}
              problem={problem}
              onChange={(questions) => part.set('questions', questions)}
            />
          </Block>
          <WebsiteLanguages {...part} languages={languages} />
          <WebsiteWhere {...part} problem={problem} />
          <WebsiteRouting {...part} queues={queues} calendars={calendars} />
          <WebsiteCalls {...part} queues={queues} />
          <WebsitePrivacy {...part} problem={problem} inboxId={inbox.id} />
          <WebsiteArchive inbox={inbox} />
        </div>
        <WidgetPreview inbox={toWidgetInbox(inbox, draft, languages)} />
      </div>
    </PageFrame>
  );
}
