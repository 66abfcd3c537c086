/** Customer attributes: what this company wants to know of its customers beyond name and address. */
import { Select, Textarea } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Attribute } from '../../../../shared/model/catalogue.ts';
import { type FieldsProps, ListedPage } from './ListedPage.tsx';
import { readLines } from './website-form.ts';

const types = ['text', 'number', 'date', 'yes-no', 'choice'] as const satisfies Attribute['type'][];
const blank: Omit<Attribute, 'id'> = { name: '', type: 'text', choices: [], archived: false };

export function AttributesPage() {
  const { t } = useTranslation();
  return (
    <ListedPage<Attribute>
      words="attributes"
      collection="attributes"
      read={({ attributes }) => attributes}
      blank={blank}
      columns={[
        { label: 'workspace.attributes.type', render: ({ type }) => t(`workspace.attributes.types.${type}`) },
        { label: 'workspace.attributes.choices', render: ({ choices }) => choices.join(', ') },
      ]}
      fields={(props) => <Fields {...props} />}
    />
  );
}

function Fields({ draft, isNew, change, problem }: FieldsProps<Attribute>) {
  const { t } = useTranslation();
  // As typed, so that a line that is still empty stays where the cursor is.
  const [text, setText] = useState(draft.choices.join('\n'));
  return (
    <>
      <Select
        label={t('workspace.attributes.type')}
        description={isNew ? undefined : t('workspace.attributes.typeFixed')}
        value={draft.type}
        disabled={!isNew}
        error={problem('type')}
        data={types.map((type) => ({ value: type, label: t(`workspace.attributes.types.${type}`) }))}
        onChange={(value) => {
          const type = types.find((one) => one === value) ?? 'text';
          change({ type, choices: type === 'choice' ? readLines(text) : [] });
        }}
      />
      {draft.type === 'choice' && (
        <Textarea
          label={t('website.choices')}
          value={text}
          rows={Math.max(3, text.split('\n').length)}
          error={problem('choices')}
          onChange={(event) => {
            setText(event.currentTarget.value);
            change({ choices: readLines(event.currentTarget.value) });
          }}
        />
      )}
    </>
  );
}
