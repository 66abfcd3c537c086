/** Tags on the customer: chosen from the workspace's, never typed. */
import { ActionIcon, Button, Menu } from '@mantine/core';
import { IconPlus, IconX } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { TagId } from '../../../../shared/model/ids.ts';
import { TagBadge } from '../../../ui/TagBadge.tsx';
import { useCatalogue } from '../../http/catalogue.ts';
import classes from './customer.module.css';

export interface CustomerTagsProps {
  tagIds: readonly TagId[];
  mayEdit: boolean;
  onChange(change: { type: 'tags'; add: TagId[]; remove: TagId[] }): void;
}

export function CustomerTags({ tagIds, mayEdit, onChange }: CustomerTagsProps) {
  const { t } = useTranslation();
  const tags = useCatalogue().data?.tags ?? [];
  const worn = tagIds.flatMap((id) => tags.find((tag) => tag.id === id) ?? []);
  const offered = tags.filter((tag) => !tag.archived && !tagIds.includes(tag.id));
  return (
    <div className={classes.tags}>
      {worn.map((tag) => (
        <span key={tag.id} className={classes.tag}>
          <TagBadge tag={tag} />
          {mayEdit && (
            <ActionIcon
              size={24}
              variant="subtle"
              color="gray"
              aria-label={t('person.removeTag', { name: tag.name })}
              onClick={() => onChange({ type: 'tags', add: [], remove: [tag.id] })}
            >
              <IconX size={12} stroke={2} />
            </ActionIcon>
          )}
        </span>
      ))}
      {worn.length === 0 && !mayEdit && <span className={classes.none}>{t('common.none')}</span>}
      {mayEdit && (
        <Menu position="bottom-start" withinPortal>
          <Menu.Target>
            {worn.length === 0 ? (
              <Button
                ml={-8}
                size="compact-xs"
                variant="subtle"
                color="gray"
                leftSection={<IconPlus size={14} stroke={2} aria-hidden="true" />}
              >
                {t('person.addTag')}
              </Button>
            ) : (
              <ActionIcon size={24} variant="default" aria-label={t('person.addTag')}>
                <IconPlus size={14} stroke={2} />
              </ActionIcon>
            )}
          </Menu.Target>
          <Menu.Dropdown mah={320} style={{ overflowY: 'auto' }}>
            {offered.length === 0 && <Menu.Label>{t('person.noTags')}</Menu.Label>}
            {offered.map((tag) => (
              <Menu.Item key={tag.id} onClick={() => onChange({ type: 'tags', add: [tag.id], remove: [] })}>
                <TagBadge tag={tag} />
              </Menu.Item>
            ))}
          </Menu.Dropdown>
        </Menu>
      )}
    </div>
  );
}
