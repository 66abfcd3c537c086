/** The list of canned replies or of macros: grouped by who may use them, found by typing, removed with a way back. */
import { ActionIcon, Menu, TextInput } from '@mantine/core';
import { IconDots, IconLock, IconSearch } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Catalogue } from '../../../../shared/api.ts';
import type { Sharing } from '../../../../shared/model/catalogue.ts';
import type { UserId } from '../../../../shared/model/ids.ts';
import { groupBySharing, mayChange, nameTeams, useSharer } from '../../sharing/sharing.ts';
import { useFeedback } from './feedback.tsx';
import classes from './settings.module.css';
import work from './workspace.module.css';
import { useRemove, useSave } from './workspace-queries.ts';

interface SharedItem {
  id: string;
  sharing: Sharing;
  ownerId: UserId;
}

export interface SharedListProps<Item extends SharedItem> {
  area: 'replies' | 'macros';
  collection: 'canned-replies' | 'macros';
  items: Item[];
  teams: Catalogue['teams'];
  nameOf(item: Item): string;
  describe(item: Item): string;
}

const kinds = ['mine', 'teams', 'everybody'] as const;

export function SharedList<Item extends SharedItem>(props: SharedListProps<Item>) {
  const { items, nameOf, describe } = props;
  const { t } = useTranslation();
  const [query, setQuery] = useState('');
  const wanted = query.trim().toLocaleLowerCase();
  const found = items.filter((item) => `${nameOf(item)} ${describe(item)}`.toLocaleLowerCase().includes(wanted));
  const groups = groupBySharing(found);
  return (
    <>
      {items.length > 8 && (
        <TextInput
          mb={16}
          maw={360}
          aria-label={t('workspace.search')}
          placeholder={t('workspace.search')}
          leftSection={<IconSearch size={16} stroke={1.75} />}
          value={query}
          onChange={(event) => setQuery(event.currentTarget.value)}
        />
      )}
      {found.length === 0 && <p className={classes.quiet}>{t('workspace.nothingFound', { query })}</p>}
      {kinds.map(
        (kind) =>
          groups[kind].length > 0 && (
            <section key={kind} className={work.group} aria-labelledby={`shared-${kind}`}>
              <h3 id={`shared-${kind}`}>
                {t(`workspace.sharing.groups.${kind}`)} <span>{groups[kind].length}</span>
              </h3>
              <ul className={work.list}>
                {groups[kind].map((item) => (
                  <SharedLine key={item.id} {...props} item={item} />
                ))}
              </ul>
            </section>
          ),
      )}
    </>
  );
}

function SharedLine<Item extends SharedItem>(props: SharedListProps<Item> & { item: Item }) {
  const { area, collection, teams, item, nameOf, describe } = props;
  const { t } = useTranslation();
  const feedback = useFeedback();
  const remove = useRemove(collection);
  const create = useSave<Item>(collection);
  const isOpen = mayChange(item, useSharer());
  const name = nameOf(item);
  const to = `/console/settings/${area}/${item.id}`;

  function restore() {
    const { ownerId: _ownerId, ...input } = item;
    create.mutate({ ...input, id: undefined }, { onError: feedback.failed });
  }

  function handleRemove() {
    remove.mutate(item.id, {
      onSuccess: () => feedback.undoable(t('workspace.removedToast', { name }), restore),
      onError: feedback.failed,
    });
  }

  return (
    <li className={work.listLine}>
      <span className={work.listText}>
        <Link to={to} className={work.cardLink}>
          {name}
        </Link>
        <small>{describe(item)}</small>
      </span>
      {item.sharing.kind === 'teams' && <span className={classes.badge}>{nameTeams(item.sharing, teams)}</span>}
      {!isOpen && <IconLock size={16} stroke={1.75} role="img" aria-label={t('workspace.sharing.locked')} />}
      <Menu position="bottom-end">
        <Menu.Target>
          <ActionIcon size={28} aria-label={t('workspace.actionsFor', { name })}>
            <IconDots size={16} stroke={1.75} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item component={Link} to={to}>
            {t(isOpen ? 'workspace.edit' : 'workspace.look')}
          </Menu.Item>
          <Menu.Item component={Link} to={`/console/settings/${area}/new?from=${item.id}`}>
            {t('workspace.copy')}
          </Menu.Item>
          {isOpen && <Menu.Item onClick={handleRemove}>{t('common.remove')}</Menu.Item>}
        </Menu.Dropdown>
      </Menu>
    </li>
  );
}
