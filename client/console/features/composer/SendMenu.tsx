/** The menu beside Send: other ways to send, macros, and how sending behaves for this agent. */
import { Menu } from '@mantine/core';
import { IconCircleCheck, IconClockHour4, IconPlayerPlay } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Macro } from '../../../../shared/model/catalogue.ts';
import { undoChoices } from '../../../../shared/model/preferences.ts';
import { usePreferences } from '../../app/shell-context.ts';

export interface SendMenuProps {
  isBlocked: boolean;
  macros: readonly Macro[];
  onLater(): void;
  onSendAndClose(): void;
  onMacro(macro: Macro): void;
  /** the button that opens it */
  children: ReactNode;
}

const icon = { size: 16, stroke: 1.75 } as const;

export function SendMenu({ isBlocked, macros, onLater, onSendAndClose, onMacro, children }: SendMenuProps) {
  const { t } = useTranslation();
  const [{ undoSeconds, enterSends }, change] = usePreferences();
  // Disabled, and yet the place where the focus of an opened menu goes: without any it could not be closed by key.
  const blocked = isBlocked ? { 'data-disabled': true, 'aria-disabled': true, closeMenuOnClick: false } : null;
  return (
    // In its place on the page: what hangs outside of its landmarks would be skipped by some readers.
    <Menu position="top-end" width={260} withinPortal={false}>
      <Menu.Target>{children}</Menu.Target>
      <Menu.Dropdown mah="min(480px, 70vh)" style={{ overflowY: 'auto' }}>
        <Menu.Item leftSection={<IconClockHour4 {...icon} />} {...blocked} onClick={isBlocked ? undefined : onLater}>
          {t('writing.later')}
        </Menu.Item>
        <Menu.Item
          leftSection={<IconCircleCheck {...icon} />}
          {...blocked}
          onClick={isBlocked ? undefined : onSendAndClose}
        >
          {t('writing.sendAndClose')}
        </Menu.Item>
        {macros.length > 0 && (
          <>
            <Menu.Divider />
            <Menu.Label>{t('writing.macros')}</Menu.Label>
            {macros.map((macro) => (
              <Menu.Item key={macro.id} leftSection={<IconPlayerPlay {...icon} />} onClick={() => onMacro(macro)}>
                {macro.name}
              </Menu.Item>
            ))}
          </>
        )}
        <Menu.Divider />
        <Menu.Label>{t('writing.undoLabel')}</Menu.Label>
        <Menu.RadioGroup
          value={String(undoSeconds)}
          onChange={(value) => change({ undoSeconds: undoChoices.find((each) => String(each) === value) ?? 0 })}
        >
          {undoChoices.map((seconds) => (
            <Menu.RadioItem key={seconds} closeMenuOnClick value={String(seconds)}>
              {seconds === 0 ? t('writing.undoOff') : t('writing.undoSeconds', { count: seconds })}
            </Menu.RadioItem>
          ))}
        </Menu.RadioGroup>
        <Menu.Divider />
        <Menu.CheckboxItem closeMenuOnClick checked={enterSends} onChange={(isOn) => change({ enterSends: isOn })}>
          {t('writing.enterSends')}
        </Menu.CheckboxItem>
      </Menu.Dropdown>
    </Menu>
  );
}
