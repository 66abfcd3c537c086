/** Switches between the light and the dark scheme, or follows the system. */
import { Menu, UnstyledButton, useMantineColorScheme } from '@mantine/core';
import { IconBrightnessUp, IconCheck } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import classes from './menus.module.css';

export function SchemeMenu() {
  const { t } = useTranslation();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  return (
    <Menu position="top-start">
      <Menu.Target>
        <UnstyledButton className={classes.trigger} aria-label={`${t('scheme.label')}: ${t(`scheme.${colorScheme}`)}`}>
          <IconBrightnessUp size={14} stroke={1.75} />
          {t(`scheme.${colorScheme}`)}
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        {(['auto', 'light', 'dark'] as const).map((scheme) => (
          <Menu.Item
            key={scheme}
            rightSection={scheme === colorScheme ? <IconCheck size={14} /> : null}
            onClick={() => setColorScheme(scheme)}
          >
            {t(`scheme.${scheme}`)}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
