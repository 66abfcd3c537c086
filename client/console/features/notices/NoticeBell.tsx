/** The bell: how many notices are unread, and the list of them. */
import { Popover, UnstyledButton } from '@mantine/core';
import { IconBell } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { countUnreadNotices } from '../../sync/notices.ts';
import { useDeskState } from '../../sync/use-desk.ts';
import { NoticeList } from './NoticeList.tsx';
import classes from './notices.module.css';

export interface NoticeBellProps {
  /** in the bar at the top, or in the rail */
  place: 'bar' | 'rail';
}

export function NoticeBell({ place }: NoticeBellProps) {
  const { t } = useTranslation();
  const unread = useDeskState(countUnreadNotices);
  const [isOpen, setOpen] = useState(false);
  const label = unread > 0 ? t('notices.openUnread', { count: unread }) : t('notices.open');
  return (
    <Popover
      opened={isOpen}
      onChange={setOpen}
      position={place === 'bar' ? 'bottom-end' : 'right-end'}
      width={380}
      trapFocus
      returnFocus
      withinPortal
    >
      <Popover.Target>
        <UnstyledButton
          className={place === 'bar' ? classes.bell : classes.railBell}
          aria-label={label}
          onClick={() => setOpen(!isOpen)}
        >
          <IconBell size={place === 'bar' ? 18 : 20} stroke={1.75} />
          {unread > 0 && <span className={classes.count}>{unread > 99 ? '99+' : unread}</span>}
        </UnstyledButton>
      </Popover.Target>
      <Popover.Dropdown p={0} aria-label={t('notices.title')}>
        <NoticeList onDone={() => setOpen(false)} />
      </Popover.Dropdown>
    </Popover>
  );
}
