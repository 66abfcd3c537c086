/** Recipients as chips: typed, pasted or chosen from those who are known; what is no address stays in the field and is marked. */
import { Combobox, Pill, PillsInput, useCombobox } from '@mantine/core';
import { type KeyboardEvent, type ReactNode, useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Address } from '../../../../../shared/model/letter.ts';
import { formatAddress, matchAddresses, nameOf, parseAddresses, withoutRepeats } from '../../../letters/addresses.ts';
import classes from './letter.module.css';
import { useFoundAddresses } from './use-found-addresses.ts';

export interface AddressFieldProps {
  label: string;
  placeholder: string;
  value: readonly Address[];
  known: readonly Address[];
  autoFocus?: boolean;
  onChange(value: Address[]): void;
  /** whether something that is no address stands in the field */
  onUnread(isUnread: boolean): void;
  /** at the end of the line */
  children?: ReactNode;
}

export function AddressField(props: AddressFieldProps) {
  const { label, placeholder, value, known, autoFocus, onChange, onUnread, children } = props;
  const { t } = useTranslation();
  const id = useId();
  const [text, setText] = useState('');
  const [isWrong, setWrong] = useState(false);
  const combobox = useCombobox({ onDropdownClose: () => combobox.resetSelectedOption() });
  const found = useFoundAddresses(text);
  const options = matchAddresses([...known, ...found], text, value);

  function put(next: string, wrong: boolean): void {
    setText(next);
    setWrong(wrong);
    onUnread(next.trim() !== '');
  }

  /** What can be read becomes chips; the rest stays. */
  function take(words: string): void {
    const { found, rest } = parseAddresses(words);
    if (found.length > 0) onChange(withoutRepeats([...value, ...found]));
    put(rest, rest !== '');
    combobox.closeDropdown();
  }

  function handleKey(event: KeyboardEvent): void {
    if (event.nativeEvent.isComposing) return;
    const isChoosing = combobox.dropdownOpened && combobox.getSelectedOptionIndex() >= 0;
    if (event.key === 'Backspace' && text === '' && value.length > 0) {
      event.preventDefault();
      onChange(value.slice(0, -1));
    } else if (event.key === 'Enter' && !isChoosing) {
      event.preventDefault();
      if (text.trim() !== '') take(text);
    } else if (event.key === 'Tab' && text.trim() !== '') take(text);
  }

  return (
    <div className={classes.row}>
      <span className={classes.label} aria-hidden="true">
        {label}
      </span>
      <Combobox
        store={combobox}
        withinPortal={false}
        position="bottom-start"
        width={320}
        onOptionSubmit={(address) => {
          const chosen = options.find((one) => one.address === address);
          if (chosen) onChange([...value, chosen]);
          put('', false);
          combobox.closeDropdown();
        }}
      >
        <Combobox.DropdownTarget>
          <PillsInput
            className={classes.pills}
            classNames={{ input: classes.pillsBox }}
            variant="unstyled"
            size="sm"
            onClick={() => combobox.focusTarget()}
          >
            <Pill.Group>
              {value.map((one) => (
                <Pill
                  key={one.address}
                  className={classes.pill}
                  classNames={{ remove: classes.remove }}
                  title={formatAddress(one)}
                  withRemoveButton
                  removeButtonProps={{
                    'aria-label': t('letter.removeRecipient', { name: nameOf(one) }),
                    'aria-hidden': false,
                    tabIndex: 0,
                  }}
                  onRemove={() => onChange(value.filter((each) => each !== one))}
                >
                  {nameOf(one)}
                </Pill>
              ))}
              <Combobox.EventsTarget>
                <PillsInput.Field
                  aria-label={label}
                  value={text}
                  placeholder={value.length === 0 ? placeholder : ''}
                  autoFocus={autoFocus}
                  data-autofocus={autoFocus || undefined}
                  autoComplete="off"
                  spellCheck={false}
                  aria-invalid={isWrong || undefined}
                  aria-describedby={isWrong ? `${id}-wrong` : undefined}
                  onChange={(event) => {
                    const next = event.currentTarget.value;
                    if (/[,;\n，；]/.test(next)) {
                      take(next);
                      return;
                    }
                    put(next, false);
                    combobox.updateSelectedOptionIndex();
                    if (next.trim() === '') combobox.closeDropdown();
                    else combobox.openDropdown();
                  }}
                  onPaste={(event) => {
                    const pasted = event.clipboardData.getData('text');
                    if (parseAddresses(pasted).found.length === 0) return;
                    event.preventDefault();
                    take(`${text}${pasted}`);
                  }}
                  onKeyDown={handleKey}
                  onBlur={() => {
                    combobox.closeDropdown();
                    if (text.trim() !== '') take(text);
                  }}
                />
              </Combobox.EventsTarget>
            </Pill.Group>
          </PillsInput>
        </Combobox.DropdownTarget>
        <Combobox.Dropdown hidden={options.length === 0}>
          <Combobox.Options aria-label={t('letter.suggestions')}>
            {options.map((one) => (
              <Combobox.Option key={one.address} value={one.address} className={classes.option}>
                {one.name !== '' && <span>{one.name}</span>}
                <small>{one.address}</small>
              </Combobox.Option>
            ))}
          </Combobox.Options>
        </Combobox.Dropdown>
      </Combobox>
      {children}
      {isWrong && (
        <p id={`${id}-wrong`} className={classes.wrong} role="alert">
          {t('letter.notAddress', { text })}
        </p>
      )}
    </div>
  );
}
