/** A list whose order is changed by dragging a handle, or by two buttons; what moved is said aloud. */
import { ActionIcon } from '@mantine/core';
import { IconArrowDown, IconArrowUp, IconGripVertical, IconTrash } from '@tabler/icons-react';
import { type DragEvent, type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { cx } from '../../../ui/cx.ts';
import classes from './settings.module.css';
import { moveItem } from './sort.ts';
import work from './workspace.module.css';

export interface SortableProps<T extends { key: string }> {
  items: readonly T[];
  /** what stands in the head of an item, and is said when it moves */
  title(item: T, at: number): string;
  removeLabel(item: T, at: number): string;
  onChange(items: T[]): void;
  children(item: T, at: number): ReactNode;
}

export function Sortable<T extends { key: string }>({
  items,
  title,
  removeLabel,
  onChange,
  children,
}: SortableProps<T>) {
  const { t } = useTranslation();
  // Only the handle drags: text in the fields must stay selectable.
  const [grabbed, setGrabbed] = useState<string | null>(null);
  const [said, setSaid] = useState('');

  function move(from: number, to: number) {
    const item = items[from];
    if (!item || from === to || to < 0 || to >= items.length) return;
    onChange(moveItem(items, from, to));
    setSaid(t('workspace.sort.moved', { name: title(item, to), place: to + 1, count: items.length }));
  }

  function handleOver(event: DragEvent, at: number) {
    if (grabbed === null) return;
    event.preventDefault();
    move(
      items.findIndex((item) => item.key === grabbed),
      at,
    );
  }

  return (
    <>
      <ol className={work.cards}>
        {items.map((item, at) => (
          <li
            key={item.key}
            className={cx(classes.card, grabbed === item.key && work.grabbed)}
            draggable={grabbed === item.key}
            onDragStart={(event) => {
              event.dataTransfer.effectAllowed = 'move';
              event.dataTransfer.setData('text/plain', '');
            }}
            onDragOver={(event) => handleOver(event, at)}
            onDrop={(event) => event.preventDefault()}
            onDragEnd={() => setGrabbed(null)}
          >
            <div className={classes.cardHead}>
              <span className={classes.row}>
                <span
                  className={work.grip}
                  aria-hidden="true"
                  data-grip
                  onPointerDown={() => setGrabbed(item.key)}
                  onPointerUp={() => setGrabbed(null)}
                >
                  <IconGripVertical size={16} stroke={1.75} />
                </span>
                {title(item, at)}
              </span>
              <span className={classes.row}>
                <ActionIcon
                  size={28}
                  disabled={at === 0}
                  aria-label={`${t('website.moveUp')}: ${title(item, at)}`}
                  onClick={() => move(at, at - 1)}
                >
                  <IconArrowUp size={16} stroke={1.75} />
                </ActionIcon>
                <ActionIcon
                  size={28}
                  disabled={at === items.length - 1}
                  aria-label={`${t('website.moveDown')}: ${title(item, at)}`}
                  onClick={() => move(at, at + 1)}
                >
                  <IconArrowDown size={16} stroke={1.75} />
                </ActionIcon>
                <ActionIcon
                  size={28}
                  aria-label={removeLabel(item, at)}
                  onClick={() => onChange(items.filter((_, index) => index !== at))}
                >
                  <IconTrash size={16} stroke={1.75} />
                </ActionIcon>
              </span>
            </div>
            {children(item, at)}
          </li>
        ))}
      </ol>
      <p className="visually-hidden" aria-live="polite">
        {said}
      </p>
    </>
  );
}
