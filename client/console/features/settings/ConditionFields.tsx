/** One condition of a rule: what of a letter it looks at, how, and for what. */
import { ActionIcon, MultiSelect, NumberInput, Select, TextInput } from '@mantine/core';
import { IconX } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { type LetterLanguage, letterLanguages, type MailCondition } from '../../../../shared/model/mail-rule.ts';
import mail from './mailbox.module.css';
import { conditionFields, startCondition } from './mailbox-draft.ts';

export interface ConditionFieldsProps {
  condition: MailCondition;
  /** how it is called among the others, for those who do not see where it stands */
  name: string;
  error(field: string): string | undefined;
  onChange(condition: MailCondition): void;
  /** null: it is the only one */
  onRemove: (() => void) | null;
}

export function ConditionFields({ condition, name, error, onChange, onRemove }: ConditionFieldsProps) {
  const { t } = useTranslation();
  return (
    <fieldset className={mail.condition} aria-label={name}>
      <Select
        aria-label={t('mailbox.rules.looksAt')}
        value={condition.field}
        allowDeselect={false}
        data={conditionFields.map((field) => ({ value: field, label: t(`mailbox.rules.fields.${field}`) }))}
        onChange={(value) => {
          const field = conditionFields.find((one) => one === value);
          if (field && field !== condition.field) onChange(startCondition(field, condition));
        }}
      />
      <Test condition={condition} error={error} onChange={onChange} />
      {onRemove && (
        <ActionIcon size={28} aria-label={t('mailbox.rules.removeCondition', { name })} onClick={onRemove}>
          <IconX size={16} stroke={1.75} />
        </ActionIcon>
      )}
    </fieldset>
  );
}

function Test({ condition, error, onChange }: Pick<ConditionFieldsProps, 'condition' | 'error' | 'onChange'>) {
  const { t, i18n } = useTranslation();
  switch (condition.field) {
    case 'size':
      return (
        <>
          <Select
            aria-label={t('mailbox.rules.how')}
            value={condition.is}
            allowDeselect={false}
            data={(['over', 'under'] as const).map((one) => ({ value: one, label: t(`mailbox.rules.is.${one}`) }))}
            onChange={(value) => onChange({ ...condition, is: value === 'under' ? 'under' : 'over' })}
          />
          <NumberInput
            aria-label={t('mailbox.rules.size')}
            value={condition.bytes / 1_000_000}
            min={0.001}
            max={1_000}
            decimalScale={3}
            suffix=" MB"
            onChange={(value) => onChange({ ...condition, bytes: Math.max(1, Math.round(Number(value) * 1_000_000)) })}
          />
        </>
      );
    case 'language': {
      const names = new Intl.DisplayNames([i18n.language === 'zh' ? 'zh-Hans' : 'en-GB'], { type: 'language' });
      return (
        <>
          <Not not={condition.not} words="language" onChange={(not) => onChange({ ...condition, not })} />
          <MultiSelect
            aria-label={t('mailbox.rules.languages')}
            value={condition.languages}
            searchable
            error={error('languages')}
            data={letterLanguages.map((one) => ({ value: one, label: names.of(one) ?? one }))}
            onChange={(languages) => onChange({ ...condition, languages: languages as LetterLanguage[] })}
          />
        </>
      );
    }
    default:
      return <TextTest condition={condition} error={error} onChange={onChange} />;
  }
}

type TextCondition = Exclude<MailCondition, { field: 'size' | 'language' }>;
const ways = ['contains', 'equals', 'starts', 'ends'] as const;

/** How and whether not are one choice: "contains", "does not contain", and so on. */
function TextTest({
  condition,
  error,
  onChange,
}: {
  condition: TextCondition;
  error: ConditionFieldsProps['error'];
  onChange(condition: TextCondition): void;
}) {
  const { t } = useTranslation();
  const options = [false, true].flatMap((not) =>
    ways.map((is) => ({
      value: `${not ? 'not-' : ''}${is}`,
      label: t(not ? `mailbox.rules.isNot.${is}` : `mailbox.rules.is.${is}`),
    })),
  );
  return (
    <>
      {condition.field === 'header' && (
        <TextInput
          aria-label={t('mailbox.rules.header')}
          placeholder="X-Priority"
          value={condition.name}
          maxLength={100}
          spellCheck={false}
          error={condition.name === '' ? undefined : error('name')}
          onChange={(event) => onChange({ ...condition, name: event.currentTarget.value.trim() })}
        />
      )}
      <Select
        aria-label={t('mailbox.rules.how')}
        value={`${condition.not ? 'not-' : ''}${condition.is}`}
        allowDeselect={false}
        data={options}
        onChange={(value) => {
          const is = ways.find((one) => value === one || value === `not-${one}`);
          if (is) onChange({ ...condition, is, not: value !== is });
        }}
      />
      <TextInput
        aria-label={t('mailbox.rules.text')}
        placeholder={t('mailbox.rules.text')}
        value={condition.text}
        maxLength={200}
        onChange={(event) => onChange({ ...condition, text: event.currentTarget.value })}
      />
    </>
  );
}

function Not({ not, words, onChange }: { not: boolean; words: 'language'; onChange(not: boolean): void }) {
  const { t } = useTranslation();
  return (
    <Select
      aria-label={t('mailbox.rules.how')}
      value={not ? 'not' : 'is'}
      allowDeselect={false}
      data={[
        { value: 'is', label: t(`mailbox.rules.is.${words}`) },
        { value: 'not', label: t(`mailbox.rules.isNot.${words}`) },
      ]}
      onChange={(value) => onChange(value === 'not')}
    />
  );
}
