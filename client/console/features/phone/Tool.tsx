/** A button of the bar, with its word where there is room and its key where there is a keyboard; and one that opens a panel. */
import { Popover } from '@mantine/core';
import type { ReactNode } from 'react';
import { cx } from '../../../ui/cx.ts';
import classes from './phone.module.css';

export const icon = { size: 18, stroke: 1.75, 'aria-hidden': true } as const;

export interface ToolProps {
  icon: ReactNode;
  label: string;
  keys?: string;
  /** whether it is on; missing: it is nothing that can be on */
  isOn?: boolean;
  isOff?: boolean;
  onClick(): void;
}

export function Tool({ icon: picture, label, keys, isOn, isOff = false, onClick }: ToolProps) {
  return (
    <button
      type="button"
      className={cx(classes.tool, isOn && classes.on)}
      aria-pressed={isOn}
      title={label}
      disabled={isOff}
      onClick={onClick}
    >
      {picture}
      <span>{label}</span>
      {keys && <kbd>{keys}</kbd>}
    </button>
  );
}

export interface PanelledProps extends ToolProps {
  isOpen: boolean;
  onClose(): void;
  content: ReactNode;
}

export function Panelled({ isOpen, onClose, content, ...tool }: PanelledProps) {
  return (
    <Popover
      withRoles={false}
      opened={isOpen}
      onDismiss={onClose}
      position="bottom-end"
      trapFocus
      returnFocus
      withinPortal
    >
      <Popover.Target>
        <span>
          <Tool {...tool} isOn={isOpen} />
        </span>
      </Popover.Target>
      <Popover.Dropdown p={0}>{content}</Popover.Dropdown>
    </Popover>
  );
}
