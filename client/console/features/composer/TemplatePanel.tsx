/** An approved text: chosen, filled in, looked at, sent. */
import { Button, Select, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import {
  type FilledTemplate,
  fillTemplate,
  type MessageTemplate,
  variablesOf,
} from '../../../../shared/model/texting.ts';
import classes from './strips.module.css';

export interface TemplatePanelProps {
  templates: readonly MessageTemplate[];
  onSend(template: FilledTemplate, text: string): void;
}

export function TemplatePanel({ templates, onSend }: TemplatePanelProps) {
  const { t, i18n } = useTranslation();
  const [id, setId] = useState(templates[0]?.id ?? '');
  const [values, setValues] = useState<Record<string, string>>({});
  const chosen = templates.find((one) => one.id === id) ?? templates[0];
  if (!chosen) return null;
  const names = new Intl.DisplayNames([i18n.language === 'zh' ? 'zh-Hans' : 'en-GB'], { type: 'language' });
  const languageOf = ({ language }: MessageTemplate): string => {
    try {
      return names.of(language.replace('_', '-')) ?? language;
    } catch {
      return language;
    }
  };
  const variables = variablesOf(chosen.text);
  const given = Object.fromEntries(variables.map((name) => [name, (values[name] ?? '').trim()]));
  const filled = fillTemplate(
    chosen.text,
    Object.fromEntries(Object.entries(given).filter(([, value]) => value !== '')),
  );
  const isWhole = Object.values(given).every((value) => value !== '');
  return (
    <>
      <Select
        label={t('text.template')}
        value={chosen.id}
        allowDeselect={false}
        data={templates.map((one) => ({ value: one.id, label: `${one.name} · ${languageOf(one)}` }))}
        onChange={(value) => {
          if (value === null) return;
          setId(value);
          setValues({});
        }}
      />
      {variables.map((name) => (
        <TextInput
          key={`${chosen.id}:${name}`}
          label={t('text.variable', { name })}
          value={values[name] ?? ''}
          maxLength={500}
          onChange={(event) => setValues({ ...values, [name]: event.currentTarget.value })}
        />
      ))}
      <p className={classes.own} lang={chosen.language.replace('_', '-')} dir="auto">
        {filled}
      </p>
      <div className={classes.buttons}>
        <Button size="xs" disabled={!isWhole} onClick={() => onSend({ id: chosen.id, values: given }, filled)}>
          {t('text.sendTemplate')}
        </Button>
      </div>
    </>
  );
}
