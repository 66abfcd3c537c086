/** Which languages the chat speaks, and the site's own texts in the other one. */
import { Select, Textarea, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { type ServedLanguages, widgetLanguages } from '../../../../shared/model/inbox.ts';
import { languages } from '../../i18n/i18n.ts';
import { Block } from './PageFrame.tsx';
import classes from './settings.module.css';
import type { PartProps } from './WebsiteForm.tsx';
import type { TextsDraft } from './website-form.ts';
import work from './workspace.module.css';

export function WebsiteLanguages({ draft, set, languages: spoken }: PartProps & { languages: ServedLanguages }) {
  const { t } = useTranslation();
  const names = widgetLanguages.map((language) => ({ value: language, label: languages[language] }));
  const others = widgetLanguages.filter(
    (language) =>
      language !== draft.writtenIn &&
      (draft.language === 'auto' ? spoken.served.includes(language) : draft.language === language),
  );
  const change = (language: (typeof others)[number], part: Partial<TextsDraft>) =>
    set('texts', { ...draft.texts, [language]: { ...draft.texts[language], ...part } });
  return (
    <Block title={t('workspace.languages.title')} hint={t('workspace.languages.hint')}>
      <div className={classes.pair}>
        <Select
          label={t('workspace.languages.speaks')}
          value={draft.language}
          data={[{ value: 'auto', label: t('workspace.languages.auto') }, ...names]}
          onChange={(value) => set('language', widgetLanguages.find((one) => one === value) ?? 'auto')}
        />
        <Select
          label={t('workspace.languages.written')}
          value={draft.writtenIn}
          data={names}
          onChange={(value) => set('writtenIn', widgetLanguages.find((one) => one === value) ?? 'en')}
        />
      </div>
      {others.map((language) => {
        const texts = draft.texts[language];
        const name = languages[language];
        return (
          <fieldset key={language} className={work.texts}>
            <legend>{t('workspace.languages.textsIn', { language: name })}</legend>
            <p className={classes.hint}>{t('workspace.languages.textsHint')}</p>
            <Textarea
              label={t('workspace.languages.greetingIn', { language: name })}
              placeholder={draft.greeting}
              lang={language}
              value={texts.greeting}
              maxLength={300}
              rows={2}
              onChange={(event) => change(language, { greeting: event.currentTarget.value })}
            />
            {draft.questions.map((question) => (
              <div key={question.key} className={work.translated}>
                <TextInput
                  label={t('workspace.languages.labelIn', { question: question.label, language: name })}
                  placeholder={question.label}
                  lang={language}
                  value={texts.labels[question.key] ?? ''}
                  maxLength={120}
                  onChange={(event) =>
                    change(language, { labels: { ...texts.labels, [question.key]: event.currentTarget.value } })
                  }
                />
                {question.type === 'choice' && (
                  <Textarea
                    label={t('workspace.languages.choicesIn', { question: question.label, language: name })}
                    description={t('workspace.languages.choicesHint')}
                    placeholder={question.choices}
                    lang={language}
                    value={texts.choices[question.key] ?? ''}
                    rows={Math.max(3, question.choices.split('\n').length)}
                    onChange={(event) =>
                      change(language, { choices: { ...texts.choices, [question.key]: event.currentTarget.value } })
                    }
                  />
                )}
              </div>
            ))}
          </fieldset>
        );
      })}
    </Block>
  );
}
