/** A panel under a button of the header: its title, what it holds, and Escape to leave it. */
import { Popover } from '@mantine/core';
import type { ReactElement, ReactNode } from 'react';
import classes from './work.module.css';

export interface PopoverFrameProps {
  isOpen: boolean;
  label: string;
  width?: number;
  /** the button it hangs under */
  target: ReactElement;
  /** beside the title */
  aside?: ReactNode;
  onClose(): void;
  children: ReactNode;
}

export function PopoverFrame({ isOpen, label, width = 340, target, aside, onClose, children }: PopoverFrameProps) {
  return (
    <Popover
      opened={isOpen}
      onDismiss={onClose}
      onChange={(opened) => !opened && onClose()}
      position="bottom-end"
      width={`min(${width}px, calc(100vw - 24px))`}
      trapFocus
      returnFocus
      withinPortal
      shadow="lg"
      transitionProps={{ duration: 160 }}
      // The dialog is called by its own title, and not by the button it hangs under.
      withRoles={false}
    >
      <Popover.Target>{target}</Popover.Target>
      <Popover.Dropdown className={classes.panel} role="dialog" aria-label={label}>
        <header className={classes.panelHead}>
          <h2>{label}</h2>
          {aside}
        </header>
        {isOpen && children}
      </Popover.Dropdown>
    </Popover>
  );
}
