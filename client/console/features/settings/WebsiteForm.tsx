/** The form of one website inbox; what is wrong is told at its field, what is saved is live at once. */
import { Button, ColorInput, NumberInput, SegmentedControl, Select, Switch, Textarea, TextInput } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Calendar } from '../../../../shared/model/calendar.ts';
import type { Inbox } from '../../../../shared/model/inbox.ts';
import { toWireError } from '../../http/api.ts';
import { CopyButton } from './CopyButton.tsx';
import { Block, PageFrame } from './PageFrame.tsx';
import { Questions } from './Questions.tsx';
import { useSaveInbox } from './queries.ts';
import { Sample } from './Sample.tsx';
import classes from './settings.module.css';
import { findProblem, toDraft, toInbox, type WebsiteDraft } from './website-form.ts';

export function WebsiteForm({ inbox, calendars, picker }: { inbox: Inbox; calendars: Calendar[]; picker: ReactNode }) {
  const { t } = useTranslation();
  const save = useSaveInbox();
  const [draft, setDraft] = useState(() => toDraft(inbox));
  const problem = findProblem(draft);
  const isChanged = JSON.stringify(toInbox(inbox, draft)) !== JSON.stringify(toInbox(inbox, toDraft(inbox)));
  const set = <Key extends keyof WebsiteDraft>(key: Key, value: WebsiteDraft[Key]) =>
    setDraft((known) => ({ ...known, [key]: value }));
  const required = (field: string) => (problem?.field === field ? t('error.invalid') : undefined);
  const snippet = `<script src="${location.origin}/widget.js"\n  data-inbox="${inbox.id}" async></script>`;

  function handleSave() {
    save.mutate(toInbox(inbox, draft), {
      onSuccess: () => notifications.show({ message: t('common.saved') }),
      onError: (fault) =>
        notifications.show({ message: t('settings.saveFailed', { why: t(`error.${toWireError(fault).code}`) }) }),
    });
  }

  return (
    <PageFrame
      title={inbox.name}
      lead={t('website.lead')}
      action={
        <div className={classes.bar}>
          <span>{t(isChanged ? 'common.unsaved' : 'website.live')}</span>
          <Button onClick={handleSave} loading={save.isPending} disabled={!isChanged || problem !== null}>
            {t('common.save')}
          </Button>
        </div>
      }
    >
      {picker}
      <Block title={t('website.snippet')} hint={t('website.snippetHint')}>
        <pre className={classes.code}>{snippet}</pre>
        <div>
          <CopyButton text={snippet} label={t('website.copySnippet')} />
        </div>
      </Block>
      <Block title={t('website.look')}>
        <TextInput
          label={t('website.siteName')}
          description={t('website.siteNameHint')}
          value={draft.siteName}
          maxLength={80}
          error={required('siteName')}
          onChange={(event) => set('siteName', event.currentTarget.value)}
        />
        <Textarea
          label={t('website.greeting')}
          value={draft.greeting}
          maxLength={300}
          rows={2}
          onChange={(event) => set('greeting', event.currentTarget.value)}
        />
        <div className={classes.pair}>
          <ColorInput
            label={t('website.accent')}
            description={t('website.accentHint')}
            value={draft.accent}
            error={required('accent')}
            onChange={(value) => set('accent', value)}
          />
          <div>
            <p className={classes.cardHead} id="corner">
              {t('website.position')}
            </p>
            <SegmentedControl
              aria-labelledby="corner"
              value={draft.position}
              onChange={(value) => set('position', value === 'left' ? 'left' : 'right')}
              data={[
                { value: 'left', label: t('website.left') },
                { value: 'right', label: t('website.right') },
              ]}
            />
          </div>
        </div>
        <Sample draft={draft} />
      </Block>
      <Block title={t('website.form')} hint={t('website.formHint')}>
        <Questions
          questions={draft.questions}
          problem={problem}
          onChange={(questions) => set('questions', questions)}
        />
      </Block>
      <Block title={t('website.where')}>
        <Textarea
          label={t('website.origins')}
          description={t('website.originsHint')}
          value={draft.origins}
          rows={3}
          error={problem?.field === 'origins' ? t('website.originBad', { line: problem.line }) : undefined}
          onChange={(event) => set('origins', event.currentTarget.value)}
        />
      </Block>
      <Block title={t('website.privacy')}>
        <TextInput
          label={t('website.privacyUrl')}
          value={draft.privacyUrl}
          error={problem?.field === 'privacyUrl' ? t('website.privacyBad') : undefined}
          onChange={(event) => set('privacyUrl', event.currentTarget.value.trim())}
        />
        <Switch
          label={t('website.identity')}
          description={t('website.identityHint')}
          checked={draft.identityRequired}
          onChange={(event) => set('identityRequired', event.currentTarget.checked)}
        />
        <Switch
          label={t('website.preview')}
          description={t('website.previewHint')}
          checked={draft.typingPreview}
          onChange={(event) => set('typingPreview', event.currentTarget.checked)}
        />
      </Block>
      <Block title={t('website.routing')}>
        <TextInput
          label={t('website.name')}
          value={draft.name}
          maxLength={120}
          error={required('name')}
          onChange={(event) => set('name', event.currentTarget.value)}
        />
        <Select
          label={t('website.calendar')}
          value={draft.calendarId ?? ''}
          onChange={(value) => set('calendarId', calendars.find((calendar) => calendar.id === value)?.id ?? null)}
          data={[
            { value: '', label: t('website.always') },
            ...calendars.map((calendar) => ({ value: calendar.id, label: calendar.name })),
          ]}
        />
        <div className={classes.pair}>
          <NumberInput
            label={t('website.reopen')}
            description={t('website.reopenHint')}
            value={draft.reopenHours}
            min={0}
            max={2160}
            suffix=" h"
            onChange={(value) => set('reopenHours', Number(value) || 0)}
          />
          <NumberInput
            label={t('website.abandon')}
            description={t('website.abandonHint')}
            value={draft.abandonAfterSeconds}
            min={10}
            max={86_400}
            suffix=" s"
            onChange={(value) => set('abandonAfterSeconds', Math.max(10, Number(value) || 10))}
          />
        </div>
      </Block>
    </PageFrame>
  );
}
