/** One page for every short list of the workspace: a table, a dialog to add and change, and archiving with a way back. */
import { ActionIcon, Button, Menu, Modal, TextInput } from '@mantine/core';
import { IconDots, IconPlus } from '@tabler/icons-react';
import type { ParseKeys } from 'i18next';
import { type FormEvent, type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Catalogue } from '../../../../shared/api.ts';
import { toWireError } from '../../http/api.ts';
import { useCatalogue } from '../../http/catalogue.ts';
import { Empty } from './Empty.tsx';
import { useFeedback, useFieldError } from './feedback.tsx';
import { Loaded, PageFrame } from './PageFrame.tsx';
import classes from './settings.module.css';
import { type Collection, useSave } from './workspace-queries.ts';

interface Listed {
  id: string;
  name: string;
  archived: boolean;
}
export type DraftOf<Item> = Omit<Item, 'id'>;

export interface FieldsProps<Item> {
  draft: DraftOf<Item>;
  isNew: boolean;
  catalogue: Catalogue;
  change(part: Partial<DraftOf<Item>>): void;
  problem(field: string): string | undefined;
}

export interface ListedPageProps<Item extends Listed> {
  /** of the words, such as `tags` */
  words: 'tags' | 'dispositions' | 'reasons' | 'attributes';
  collection: Collection;
  read(catalogue: Catalogue): Item[];
  blank: DraftOf<Item>;
  /** how an item is shown by its name */
  renderName?(item: Item): ReactNode;
  columns: { label: ParseKeys; render(item: Item, catalogue: Catalogue): ReactNode }[];
  fields(props: FieldsProps<Item>): ReactNode;
}

type Editing<Item> = { item: Item | null; draft: DraftOf<Item> } | null;

export function ListedPage<Item extends Listed>(props: ListedPageProps<Item>) {
  const { words, collection, read, blank } = props;
  const { t } = useTranslation();
  const catalogue = useCatalogue();
  const save = useSave<Item>(collection);
  const feedback = useFeedback();
  const [editing, setEditing] = useState<Editing<Item>>(null);

  function open(item: Item | null) {
    save.reset();
    if (item === null) return setEditing({ item, draft: blank });
    const { id: _id, ...draft } = item;
    setEditing({ item, draft });
  }

  function handleSubmit(event: FormEvent) {
    event.preventDefault();
    if (!editing) return;
    save.mutate({ ...editing.draft, id: editing.item?.id }, { onSuccess: () => setEditing(null) });
  }

  function archive(item: Item, archived: boolean) {
    const input = { ...item, archived };
    save.mutate(input, {
      onSuccess: () =>
        archived
          ? feedback.undoable(t('workspace.archivedToast', { name: item.name }), () => archive(item, false))
          : feedback.saved(),
      onError: feedback.failed,
    });
  }

  const problem = useFieldError(save.error);
  const change = (part: Partial<DraftOf<Item>>) =>
    setEditing((known) => known && { ...known, draft: { ...known.draft, ...part } });
  const add = (
    <Button leftSection={<IconPlus size={16} />} onClick={() => open(null)}>
      {t(`workspace.${words}.add`)}
    </Button>
  );
  return (
    <PageFrame title={t(`workspace.${words}.title`)} lead={t(`workspace.${words}.lead`)} action={add}>
      <Loaded query={catalogue}>
        {(lists) => {
          const items = read(lists);
          return (
            <>
              {items.length === 0 ? (
                <Empty title={t(`workspace.${words}.empty`)} text={t(`workspace.${words}.emptyText`)} />
              ) : (
                <Tables<Item> {...props} items={items} lists={lists} onEdit={open} onArchive={archive} />
              )}
              <Modal
                opened={editing !== null}
                onClose={() => setEditing(null)}
                title={t(editing?.item ? `workspace.${words}.change` : `workspace.${words}.add`)}
                closeButtonProps={{ 'aria-label': t('common.close') }}
              >
                {editing && (
                  <form className={classes.fields} onSubmit={handleSubmit}>
                    <TextInput
                      label={t('workspace.name')}
                      value={editing.draft.name}
                      maxLength={80}
                      required
                      withAsterisk={false}
                      data-autofocus
                      error={problem('name')}
                      onChange={(event) => change({ name: event.currentTarget.value } as Partial<DraftOf<Item>>)}
                    />
                    {props.fields({
                      draft: editing.draft,
                      isNew: editing.item === null,
                      catalogue: lists,
                      change,
                      problem,
                    })}
                    {save.error && !toWireError(save.error).fields && (
                      <p role="alert" className={classes.error}>
                        {t('settings.saveFailed', { why: t(`error.${toWireError(save.error).code}`) })}
                      </p>
                    )}
                    <div>
                      <Button type="submit" loading={save.isPending} disabled={editing.draft.name.trim() === ''}>
                        {t(editing.item ? 'common.save' : `workspace.${words}.create`)}
                      </Button>
                    </div>
                  </form>
                )}
              </Modal>
            </>
          );
        }}
      </Loaded>
    </PageFrame>
  );
}

interface TablesProps<Item extends Listed> extends ListedPageProps<Item> {
  items: Item[];
  lists: Catalogue;
  onEdit(item: Item): void;
  onArchive(item: Item, archived: boolean): void;
}

/** Those in use, and behind a button those that are not. */
function Tables<Item extends Listed>(props: TablesProps<Item>) {
  const { t } = useTranslation();
  const [hasArchived, setArchived] = useState(false);
  const archived = props.items.filter((item) => item.archived);
  return (
    <>
      <Rows<Item> {...props} items={props.items.filter((item) => !item.archived)} />
      {archived.length > 0 && (
        <>
          <Button
            variant="subtle"
            color="gray"
            size="xs"
            mt={16}
            aria-expanded={hasArchived}
            onClick={() => setArchived(!hasArchived)}
          >
            {t('workspace.archived', { count: archived.length })}
          </Button>
          {hasArchived && <Rows<Item> {...props} items={archived} />}
        </>
      )}
    </>
  );
}

function Rows<Item extends Listed>({ items, lists, columns, renderName, onEdit, onArchive }: TablesProps<Item>) {
  const { t } = useTranslation();
  if (items.length === 0) return null;
  return (
    <table className={classes.table}>
      <thead>
        <tr>
          <th scope="col">{t('workspace.name')}</th>
          {columns.map(({ label }) => (
            <th scope="col" key={label}>
              {t(label)}
            </th>
          ))}
          <th scope="col">
            <span className="visually-hidden">{t('workspace.actions')}</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {items.map((item) => (
          <tr key={item.id}>
            <td>
              <button type="button" className={classes.plainButton} onClick={() => onEdit(item)}>
                {renderName?.(item) ?? item.name}
              </button>
            </td>
            {columns.map(({ label, render }) => (
              <td key={label}>{render(item, lists)}</td>
            ))}
            <td className={classes.right}>
              <Menu position="bottom-end">
                <Menu.Target>
                  <ActionIcon size={28} aria-label={t('workspace.actionsFor', { name: item.name })}>
                    <IconDots size={16} stroke={1.75} />
                  </ActionIcon>
                </Menu.Target>
                <Menu.Dropdown>
                  <Menu.Item onClick={() => onEdit(item)}>{t('workspace.edit')}</Menu.Item>
                  <Menu.Item onClick={() => onArchive(item, !item.archived)}>
                    {t(item.archived ? 'workspace.bringBack' : 'workspace.archive')}
                  </Menu.Item>
                </Menu.Dropdown>
              </Menu>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
