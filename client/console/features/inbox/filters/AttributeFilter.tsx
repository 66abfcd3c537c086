/** What is known of the customer: one attribute, and the value it must have. */
import { Select, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Attribute } from '../../../../../shared/model/catalogue.ts';
import type { AttributeValue } from '../../../../../shared/model/customer.ts';
import type { ListFilter } from '../../../../../shared/model/list.ts';
import { useStandardAttributes } from '../../../attributes/use-standard-attributes.ts';
import { useCatalogue } from '../../../http/catalogue.ts';
import classes from '../list-head.module.css';

type Asked = NonNullable<ListFilter['attribute']>;

export interface AttributeFilterProps {
  value: Asked | undefined;
  onChange(value: Asked | undefined): void;
}

export function AttributeFilter({ value, onChange }: AttributeFilterProps) {
  const { t } = useTranslation();
  const catalogue = useCatalogue().data;
  const standard = useStandardAttributes();
  const all = [...standard.attributes, ...(catalogue?.attributes.filter(({ archived }) => !archived) ?? [])];
  const [id, setId] = useState<string | null>(value?.id ?? null);
  const attribute = all.find((one) => one.id === id);
  const select = { clearable: true, searchable: true, size: 'xs', comboboxProps: { withinPortal: false } } as const;
  return (
    <div className={classes.pair}>
      <Select
        {...select}
        label={t('list.also.attribute')}
        placeholder={t('list.any')}
        data={all.map((one) => ({ value: one.id as string, label: one.name }))}
        value={id}
        onChange={(next) => {
          setId(next);
          onChange(undefined);
        }}
      />
      {attribute && (
        <ValueField
          key={attribute.id}
          attribute={attribute}
          value={value?.value}
          describe={(each) => standard.describe(attribute.id, each) ?? each}
          onChange={(next) => onChange(next === undefined ? undefined : { id: attribute.id, value: next })}
        />
      )}
    </div>
  );
}

interface ValueFieldProps {
  attribute: Attribute;
  value: AttributeValue | undefined;
  describe(choice: string): string;
  onChange(value: AttributeValue | undefined): void;
}

function ValueField({ attribute, value, describe, onChange }: ValueFieldProps) {
  const { t } = useTranslation();
  const [text, setText] = useState(value === undefined ? '' : String(value));
  const label = t('list.also.value');
  const select = { clearable: true, size: 'xs', label, comboboxProps: { withinPortal: false } } as const;
  switch (attribute.type) {
    case 'yes-no':
      return (
        <Select
          {...select}
          data={(['yes', 'no'] as const).map((each) => ({ value: each, label: t(`list.also.${each}`) }))}
          value={value === undefined ? null : value ? 'yes' : 'no'}
          onChange={(next) => onChange(next === null ? undefined : next === 'yes')}
        />
      );
    case 'choice':
      return (
        <Select
          {...select}
          searchable
          data={attribute.choices.map((choice) => ({ value: choice, label: describe(choice) }))}
          value={typeof value === 'string' ? value : null}
          onChange={(next) => onChange(next ?? undefined)}
        />
      );
    case 'number':
    case 'date':
    case 'text':
      return (
        <TextInput
          size="xs"
          label={label}
          type={attribute.type === 'date' ? 'date' : 'text'}
          value={text}
          maxLength={100}
          onChange={(event) => setText(event.currentTarget.value)}
          onBlur={() => onChange(readValue(attribute, text))}
          onKeyDown={(event) => event.key === 'Enter' && onChange(readValue(attribute, text))}
        />
      );
  }
}

function readValue({ type }: Attribute, text: string): AttributeValue | undefined {
  const given = text.trim();
  if (given === '') return undefined;
  if (type !== 'number') return given;
  const number = Number(given.replace(',', '.'));
  return Number.isFinite(number) ? number : undefined;
}
