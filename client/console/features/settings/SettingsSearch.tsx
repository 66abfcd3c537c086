/** The search above the list of the settings: what is found takes the list's place, by keyboard or by pointing. */
import { TextInput } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import { useNavigate } from '@tanstack/react-router';
import { type KeyboardEvent, type RefObject, useId, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useCommands } from '../../app/commands.ts';
import { KeyCaps } from '../../app/KeyCaps.tsx';
import { type Findable, findSettings } from './find-settings.ts';
import { reveal } from './reveal.ts';
import search from './search.module.css';
import { useFindable } from './use-findable.ts';

export interface SettingsSearchProps {
  text: string;
  onText(text: string): void;
  main: RefObject<HTMLElement | null>;
}

export function SettingsSearch({ text, onText, main }: SettingsSearchProps) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const input = useRef<HTMLInputElement>(null);
  const [at, setAt] = useState(0);
  const id = useId();
  const found = findSettings(useFindable(), text);
  const chosen = found[Math.min(at, found.length - 1)];
  useCommands([
    { id: 'settings.find', group: 'go', label: t('settings.find'), keys: '/', run: () => input.current?.focus() },
  ]);

  async function open(one: Findable) {
    onText('');
    await navigate({ to: one.to });
    if (one.reveal !== undefined && main.current) reveal(main.current, one.reveal);
  }

  function handleKey(event: KeyboardEvent) {
    if (event.nativeEvent.isComposing) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step !== undefined && found.length > 0) {
      event.preventDefault();
      setAt((Math.min(at, found.length - 1) + step + found.length) % found.length);
    } else if (event.key === 'Enter' && chosen) {
      event.preventDefault();
      void open(chosen);
    } else if (event.key === 'Escape' && text !== '') {
      event.stopPropagation();
      onText('');
    }
  }

  return (
    <>
      <TextInput
        ref={input}
        className={search.box}
        size="xs"
        value={text}
        placeholder={t('settings.find')}
        aria-label={t('settings.find')}
        role="combobox"
        aria-expanded={text !== ''}
        aria-controls={`${id}-found`}
        aria-activedescendant={chosen ? `${id}-${found.indexOf(chosen)}` : undefined}
        aria-autocomplete="list"
        autoComplete="off"
        spellCheck={false}
        leftSection={<IconSearch size={14} stroke={1.75} aria-hidden />}
        rightSection={text === '' ? <KeyCaps keys="/" /> : null}
        rightSectionPointerEvents="none"
        onChange={(event) => {
          onText(event.currentTarget.value);
          setAt(0);
        }}
        onKeyDown={handleKey}
      />
      {text.trim() !== '' && (
        <div id={`${id}-found`} role="listbox" aria-label={t('settings.found')} className={search.found}>
          {found.map((one, index) => (
            // biome-ignore lint/a11y/useKeyWithClickEvents: the field above has the focus and takes the keys
            <div
              key={one.id}
              id={`${id}-${index}`}
              role="option"
              tabIndex={-1}
              aria-selected={one === chosen}
              className={search.option}
              onClick={() => void open(one)}
              onPointerMove={() => setAt(index)}
            >
              <span>{one.name}</span>
              {one.where !== '' && <small>{one.where}</small>}
            </div>
          ))}
        </div>
      )}
      <p className={found.length === 0 && text.trim() !== '' ? search.none : 'visually-hidden'} role="status">
        {text.trim() === '' ? '' : t('settings.foundCount', { count: found.length })}
      </p>
    </>
  );
}
