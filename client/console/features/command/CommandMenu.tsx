/** Everything that can be done and found, by typing: what to do here, conversations, where to go. */
import { Modal } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { IconSearch } from '@tabler/icons-react';
import { useParams } from '@tanstack/react-router';
import { type KeyboardEvent, useEffect, useId, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Avatar } from '../../../ui/Avatar.tsx';
import { useAllCommands } from '../../app/commands.ts';
import { KeyCaps } from '../../app/KeyCaps.tsx';
import { useShell } from '../../app/shell-context.ts';
import type { DeskState } from '../../sync/desk-state.ts';
import { useDeskState } from '../../sync/use-desk.ts';
import { buildGroups, type Item } from './build-groups.ts';
import classes from './command.module.css';
import { Option } from './Option.tsx';
import { useConversationSearch } from './use-conversation-search.ts';

const readRows = (state: DeskState) => state.rows;
const readThreads = (state: DeskState) => state.threads;

export interface CommandMenuProps {
  /** what is looked for; it may have been typed before the menu was there */
  text: string;
  onText(text: string): void;
  onClose(): void;
}

export function CommandMenu({ text, onText, onClose }: CommandMenuProps) {
  const { t } = useTranslation();
  const shell = useShell();
  const commands = useAllCommands();
  const rows = useDeskState(readRows);
  const threads = useDeskState(readThreads);
  const { conversationId } = useParams({ strict: false });
  const slot = conversationId ? Object.entries(threads).find(([id]) => id === conversationId)?.[1] : undefined;
  const here = slot?.status === 'open' ? slot.thread.conversation.customer : null;
  const [isWhole, setWhole] = useState(false);
  const [at, setAt] = useState(0);
  const [before] = useState(() => document.activeElement);
  const list = useRef<HTMLDivElement>(null);
  const isPhone = useMediaQuery('(max-width: 767px)', undefined, { getInitialValueInEffect: false });
  const id = useId();
  const { found, entries, isSearching } = useConversationSearch(text, rows);
  const groups = buildGroups({ commands, found, entries, text, hasHere: !isWhole });
  const items = groups.flatMap((group) => group.items);
  const chosen = items[Math.min(at, items.length - 1)];

  useEffect(() => {
    list.current?.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: 'nearest' });
  });

  function close() {
    onClose();
    // The command may want the focus for itself, so it is given back first.
    if (before instanceof HTMLElement) before.focus({ preventScroll: true });
  }

  function run(item: Item) {
    close();
    if (item.kind === 'command') item.command.run();
    else if (item.kind === 'conversation') shell.openConversation(item.row.conversation.id);
    else shell.openEntry(item.found);
  }

  function handleKey(event: KeyboardEvent) {
    if (event.nativeEvent.isComposing) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step !== undefined && items.length > 0) {
      event.preventDefault();
      setAt((Math.min(at, items.length - 1) + step + items.length) % items.length);
    } else if (event.key === 'Enter' && chosen) {
      event.preventDefault();
      run(chosen);
    } else if (event.key === 'Tab' && !event.shiftKey && here) {
      event.preventDefault();
      setWhole(!isWhole);
      setAt(0);
    }
  }

  return (
    <Modal.Root
      opened
      onClose={close}
      size={620}
      yOffset={isPhone ? 12 : 112}
      padding={0}
      returnFocus={false}
      centered={false}
      classNames={{ content: classes.menu }}
    >
      <Modal.Overlay backgroundOpacity={0.3} />
      <Modal.Content aria-label={t('command.title')} radius={14}>
        <div className={classes.head}>
          <IconSearch size={20} stroke={1.75} aria-hidden="true" />
          <input
            data-autofocus
            className={classes.input}
            value={text}
            placeholder={t('command.placeholder')}
            role="combobox"
            aria-label={t('command.placeholder')}
            aria-expanded="true"
            aria-autocomplete="list"
            aria-controls={`${id}-list`}
            aria-activedescendant={chosen ? `${id}-${chosen.id}` : undefined}
            autoComplete="off"
            spellCheck={false}
            onChange={(event) => {
              onText(event.currentTarget.value);
              setAt(0);
            }}
            onKeyDown={handleKey}
          />
          {here && !isWhole && (
            <span className={classes.scope}>
              <Avatar id={here.id} name={here.name} size={18} />
              {t('command.scopeHere')}
            </span>
          )}
        </div>
        <div ref={list} id={`${id}-list`} role="listbox" aria-label={t('command.title')} className={classes.list}>
          {groups.map((group) => (
            <fieldset key={group.name} aria-label={t(`command.groups.${group.name}`)} className={classes.group}>
              <div aria-hidden="true" className={classes.label}>
                {t(`command.groups.${group.name}`)}
              </div>
              {group.items.map((item) => (
                <Option
                  key={item.id}
                  id={`${id}-${item.id}`}
                  item={item}
                  isChosen={item === chosen}
                  onRun={() => run(item)}
                  onPoint={() => setAt(items.indexOf(item))}
                />
              ))}
            </fieldset>
          ))}
        </div>
        {items.length === 0 && (
          <div className={classes.none}>
            <p>{t(isSearching ? 'command.searching' : 'command.none')}</p>
            {!isSearching && <p>{t('command.noneHint')}</p>}
          </div>
        )}
        <div className={classes.foot}>
          <span>
            <kbd>↑</kbd> <kbd>↓</kbd> {t('command.move')}
          </span>
          <span>
            <kbd>↵</kbd> {t('command.run')}
          </span>
          {here && (
            <span>
              <kbd>Tab</kbd> {t(isWhole ? 'command.scopeHere' : 'command.whole')}
            </span>
          )}
          <button
            type="button"
            onClick={() => {
              close();
              shell.openHelp();
            }}
          >
            {t('shortcuts.sheet')} <KeyCaps keys="?" />
          </button>
        </div>
        <span className="visually-hidden" role="status">
          {text === '' ? '' : t('command.results', { count: items.length })}
        </span>
      </Modal.Content>
    </Modal.Root>
  );
}
