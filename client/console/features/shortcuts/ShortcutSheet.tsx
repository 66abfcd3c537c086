/** The list of all keys. */
import { Modal } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import classes from './shortcuts.module.css';

const lines = [
  ['move', ['J', 'K']],
  ['lists', ['1', '2', '3']],
  ['reply', ['R']],
  ['note', ['N']],
  ['close', ['E']],
  ['panel', ['I']],
  ['presence', ['P']],
  ['accept', ['Alt A']],
  ['decline', ['Alt D']],
  ['send', ['Enter']],
  ['newline', ['Shift Enter']],
  ['leave', ['Esc']],
  ['sheet', ['?']],
] as const;

export function ShortcutSheet({ isOpen, onClose }: { isOpen: boolean; onClose(): void }) {
  const { t } = useTranslation();
  return (
    <Modal
      opened={isOpen}
      onClose={onClose}
      title={t('shortcuts.title')}
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      <dl className={classes.sheet}>
        {lines.map(([name, keys]) => (
          <div key={name}>
            <dt>{t(`shortcuts.${name}`)}</dt>
            <dd>
              {keys.map((key) => (
                <kbd key={key}>{key}</kbd>
              ))}
            </dd>
          </div>
        ))}
      </dl>
    </Modal>
  );
}
