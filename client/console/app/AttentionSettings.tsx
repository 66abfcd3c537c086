/** Sounds, desktop notifications and single-key shortcuts, as each person wants them in this browser. */
import { Button, Switch } from '@mantine/core';
import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import { playChime } from '../features/attention/chime.ts';
import classes from './attention.module.css';
import { isMacKeyboard } from './keys.ts';
import { usePreferences } from './shell-context.ts';
import { useDesktopPermission } from './use-desktop-permission.ts';

export function AttentionSettings() {
  const { t } = useTranslation();
  const [chosen, change] = usePreferences();
  const [permission, ask] = useDesktopPermission();
  const volumeId = useId();
  return (
    <div className={classes.settings}>
      <div className={classes.line}>
        <Switch
          label={t('notices.desktop')}
          description={
            permission === 'denied'
              ? t('notices.desktopDenied')
              : permission === 'unable'
                ? t('notices.desktopUnable')
                : undefined
          }
          disabled={permission === 'denied' || permission === 'unable'}
          checked={chosen.desktop && permission === 'granted'}
          onChange={(event) => {
            change({ desktop: event.currentTarget.checked });
            if (permission === 'default') void ask();
          }}
        />
      </div>
      <Switch
        label={`${t('notices.sound')}: ${t('notices.soundOffers')}`}
        checked={chosen.soundOffers}
        onChange={(event) => change({ soundOffers: event.currentTarget.checked })}
      />
      <Switch
        label={`${t('notices.sound')}: ${t('notices.soundMessages')}`}
        checked={chosen.soundMessages}
        onChange={(event) => change({ soundMessages: event.currentTarget.checked })}
      />
      <div className={classes.volume}>
        <label htmlFor={volumeId}>{t('notices.volume')}</label>
        <input
          id={volumeId}
          type="range"
          min={0}
          max={1}
          step={0.1}
          value={chosen.volume}
          onChange={(event) => change({ volume: event.currentTarget.valueAsNumber })}
        />
        <Button size="xs" variant="default" onClick={() => playChime('offer', chosen.volume)}>
          {t('notices.tryOut')}
        </Button>
      </div>
      <Switch
        label={t('shortcuts.single')}
        description={t('shortcuts.singleHint', { mod: isMacKeyboard() ? '⌘' : 'Ctrl' })}
        checked={chosen.singleKeys}
        onChange={(event) => change({ singleKeys: event.currentTarget.checked })}
      />
    </div>
  );
}
