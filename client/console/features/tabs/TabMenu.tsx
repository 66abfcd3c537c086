/** Live work as a menu: what found no room in the bar, and on phones all of it. */
import { Menu, UnstyledButton } from '@mantine/core';
import { IconChevronDown } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { ConversationId } from '../../../../shared/model/ids.ts';
import { ChannelIcon } from '../../../ui/ChannelIcon.tsx';
import { cx } from '../../../ui/cx.ts';
import classes from './tabs.module.css';
import type { Tab } from './use-tabs.ts';

export interface TabMenuProps {
  tabs: readonly Tab[];
  label: string;
  selected: string | undefined;
  isWide?: boolean;
  onOpen(id: ConversationId): void;
}

export function TabMenu({ tabs, label, selected, isWide, onOpen }: TabMenuProps) {
  const { t } = useTranslation();
  const isCalling = tabs.some((tab) => tab.mark === 'unread');
  return (
    <Menu position="bottom-end" width={280}>
      <Menu.Target>
        <UnstyledButton className={cx(classes.more, isWide && classes.wide)} disabled={tabs.length === 0}>
          <span>{tabs.length === 0 ? t('tabs.none') : label}</span>
          {isCalling && <span className={classes.unread} role="img" aria-label={t('tabs.unread')} />}
          {tabs.length > 0 && <IconChevronDown size={14} stroke={2} aria-hidden="true" />}
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        {tabs.map(({ id, row, mark }) => (
          <Menu.Item
            key={id}
            aria-current={id === selected ? 'page' : undefined}
            leftSection={<ChannelIcon channel={row.conversation.channel} />}
            rightSection={mark && <span className={classes[mark]} role="img" aria-label={t(`tabs.${mark}`)} />}
            onClick={() => onOpen(id)}
          >
            {row.conversation.customer.name}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
