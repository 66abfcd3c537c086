/** Which tags it bears: found by name, each set and taken away by one click. */
import { Checkbox, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Tag } from '../../../../shared/model/catalogue.ts';
import type { TagId } from '../../../../shared/model/ids.ts';
import { TagBadge } from '../../../ui/TagBadge.tsx';
import classes from './work.module.css';

export interface TagPanelProps {
  tags: readonly Tag[];
  chosen: readonly TagId[];
  onChange(change: { add?: TagId[]; remove?: TagId[] }): Promise<void>;
}

export function TagPanel({ tags, chosen, onChange }: TagPanelProps) {
  const { t } = useTranslation();
  const [query, setQuery] = useState('');
  /** clicked, and on its way */
  const [wanted, setWanted] = useState<ReadonlyMap<TagId, boolean>>(new Map());
  const offered = tags.filter((tag) => !tag.archived || chosen.includes(tag.id));
  const found = offered.filter((tag) => tag.name.toLowerCase().includes(query.trim().toLowerCase()));

  async function toggle(id: TagId, isOn: boolean): Promise<void> {
    setWanted((before) => new Map(before).set(id, isOn));
    await onChange(isOn ? { add: [id] } : { remove: [id] });
    setWanted((before) => new Map([...before].filter(([one]) => one !== id)));
  }

  if (offered.length === 0) return <p className={classes.nothing}>{t('work.tags.none')}</p>;
  return (
    <>
      <TextInput
        className={classes.search}
        data-autofocus
        aria-label={t('work.tags.placeholder')}
        placeholder={t('work.tags.placeholder')}
        value={query}
        maxLength={80}
        onChange={(event) => setQuery(event.currentTarget.value)}
      />
      <ul className={classes.choices}>
        {found.map((tag) => (
          <li key={tag.id}>
            <Checkbox
              size="xs"
              checked={wanted.get(tag.id) ?? chosen.includes(tag.id)}
              label={<TagBadge tag={tag} />}
              onChange={(event) => void toggle(tag.id, event.currentTarget.checked)}
            />
          </li>
        ))}
      </ul>
      {found.length === 0 && <p className={classes.nothing}>{t('work.nothing')}</p>}
    </>
  );
}
