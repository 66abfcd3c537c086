/** Texts that WhatsApp has approved for a number: what goes to customers who last wrote more than a day ago. */
import { Button, Textarea, TextInput } from '@mantine/core';
import { IconPlus, IconRefresh } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { Inbox } from '../../../../shared/model/inbox.ts';
import { type MessageTemplate, variablesOf } from '../../../../shared/model/texting.ts';
import { useFeedback } from './feedback.tsx';
import type { PhonePart } from './PhoneForm.tsx';
import phone from './phone.module.css';
import { useReadTemplates } from './phone-queries.ts';
import classes from './settings.module.css';

const blank: MessageTemplate = { id: '', name: '', language: 'en', text: '' };

export function PhoneTemplates({ draft, inbox, set, error }: PhonePart & { inbox: Inbox | null }) {
  const { t } = useTranslation();
  const { templates } = draft;
  const read = useReadTemplates(inbox?.id ?? null);
  const feedback = useFeedback();

  function handleRead() {
    read.mutate(draft, {
      onError: feedback.failed,
      // What was typed stays where the account has none.
      onSuccess: (found) => found.length > 0 && set({ templates: found }),
    });
  }

  const put = (at: number, changed: Partial<MessageTemplate>) =>
    set({ templates: templates.map((one, index) => (index === at ? { ...one, ...changed } : one)) });
  return (
    <>
      {templates.map((template, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: nothing else of it is sure to be its own while it is typed
        <fieldset key={at} className={phone.menu}>
          <legend>{template.name || t('phoneLine.templates.nth', { number: at + 1 })}</legend>
          <div className={classes.pair}>
            <TextInput
              label={t('phoneLine.templates.name')}
              value={template.name}
              maxLength={120}
              onChange={(event) => put(at, { name: event.currentTarget.value })}
            />
            <TextInput
              label={t('phoneLine.templates.language')}
              value={template.language}
              maxLength={35}
              spellCheck={false}
              onChange={(event) => put(at, { language: event.currentTarget.value.trim() })}
            />
          </div>
          <TextInput
            label={t('phoneLine.templates.id')}
            description={t('phoneLine.templates.idHint')}
            placeholder="HX…"
            value={template.id}
            maxLength={34}
            spellCheck={false}
            autoComplete="off"
            error={template.id === '' ? undefined : error(`templates.${at}.id`)}
            onChange={(event) => put(at, { id: event.currentTarget.value.trim() })}
          />
          <Textarea
            label={t('phoneLine.templates.text')}
            description={t('phoneLine.templates.textHint', { names: variablesOf(template.text).join(', ') || '–' })}
            value={template.text}
            maxLength={1_024}
            autosize
            minRows={2}
            onChange={(event) => put(at, { text: event.currentTarget.value })}
          />
          <div>
            <Button
              variant="subtle"
              size="xs"
              onClick={() => set({ templates: templates.filter((_, index) => index !== at) })}
            >
              {t('phoneLine.templates.remove', { name: template.name || at + 1 })}
            </Button>
          </div>
        </fieldset>
      ))}
      {read.data && (
        <p role="status" className={classes.hint}>
          {read.data.length > 0
            ? t('phoneLine.templates.found', { count: read.data.length })
            : t('phoneLine.templates.none')}
        </p>
      )}
      <div>
        <Button
          variant="default"
          mr="xs"
          leftSection={<IconRefresh size={14} stroke={2} />}
          loading={read.isPending}
          onClick={handleRead}
        >
          {t('phoneLine.templates.read')}
        </Button>
        <Button
          variant="default"
          leftSection={<IconPlus size={14} stroke={2} />}
          onClick={() => set({ templates: [...templates, blank] })}
        >
          {t('phoneLine.templates.add')}
        </Button>
      </div>
    </>
  );
}
