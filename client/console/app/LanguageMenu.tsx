/** Switches the language of the console. */
import { Menu, UnstyledButton } from '@mantine/core';
import { IconCheck, IconChevronDown, IconLanguage } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { changeLanguage, type Language, languages } from '../i18n/i18n.ts';
import classes from './menus.module.css';

export function LanguageMenu() {
  const { t, i18n } = useTranslation();
  const current = i18n.language === 'zh' ? 'zh' : 'en';
  return (
    <Menu position="top-start">
      <Menu.Target>
        <UnstyledButton className={classes.trigger} aria-label={`${t('language.label')}: ${languages[current]}`}>
          <IconLanguage size={14} stroke={1.75} />
          {languages[current]}
          <IconChevronDown size={12} stroke={2} />
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        {(Object.keys(languages) as Language[]).map((language) => (
          <Menu.Item
            key={language}
            lang={language === 'zh' ? 'zh-Hans' : 'en'}
            rightSection={language === current ? <IconCheck size={14} /> : null}
            onClick={() => void changeLanguage(i18n, language, localStorage)}
          >
            {languages[language]}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
