/** All keys, read from the same list that runs them; and the switch for single keys. */
import { Modal, Switch } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { type Command, useAllCommands } from '../../app/commands.ts';
import { KeyCaps } from '../../app/KeyCaps.tsx';
import { isMacKeyboard } from '../../app/keys.ts';
import { usePreferences } from '../../app/shell-context.ts';
import classes from './shortcuts.module.css';

export function ShortcutSheet({ onClose }: { onClose(): void }) {
  const { t } = useTranslation();
  const commands = useAllCommands().filter((command) => command.keys !== undefined);
  const [{ singleKeys }, change] = usePreferences();
  const groups = [
    ['here', commands.filter((command) => command.group === 'here')],
    ['go', commands.filter((command) => command.group !== 'here')],
  ] as const;
  return (
    <Modal
      opened
      onClose={onClose}
      size={820}
      title={t('shortcuts.title')}
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      <div className={classes.groups} data-always>
        {groups.map(([group, list]) =>
          list.length === 0 ? null : (
            <section key={group} className={classes.group}>
              <h3>{t(`shortcuts.${group}`)}</h3>
              <dl className={classes.sheet}>
                {list.map((command) => (
                  <Line key={command.id} command={command} />
                ))}
              </dl>
            </section>
          ),
        )}
      </div>
      <Switch
        className={classes.single}
        label={t('shortcuts.single')}
        description={t('shortcuts.singleHint', { mod: isMacKeyboard() ? '⌘' : 'Ctrl' })}
        checked={singleKeys}
        onChange={(event) => change({ singleKeys: event.currentTarget.checked })}
      />
    </Modal>
  );
}

function Line({ command: { label, effect, keys = '' } }: { command: Command }) {
  return (
    <div>
      <dt>
        {label}
        {effect && <small>{effect}</small>}
      </dt>
      <dd>
        <KeyCaps keys={keys} />
      </dd>
    </div>
  );
}
