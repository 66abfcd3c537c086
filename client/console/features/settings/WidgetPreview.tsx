/** The real widget with settings that are not saved yet, in a frame of our own that reaches nobody. */
import { SegmentedControl, Select } from '@mantine/core';
import { IconMessageCircle } from '@tabler/icons-react';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type WidgetInbox, widgetLanguages } from '../../../../shared/model/inbox.ts';
import { pickTextOn } from '../../../ui/contrast.ts';
import { cx } from '../../../ui/cx.ts';
import { languages } from '../../i18n/i18n.ts';
import classes from './settings.module.css';
import work from './workspace.module.css';

export function WidgetPreview({ inbox }: { inbox: WidgetInbox }) {
  const { t, i18n } = useTranslation();
  const frame = useRef<HTMLIFrameElement>(null);
  const [screen, setScreen] = useState<'home' | 'form'>('home');
  const [language, setLanguage] = useState<string>(i18n.language === 'zh' ? 'zh' : 'en');
  const message = JSON.stringify({ parley: 'preview', inbox, screen, language });

  useEffect(() => {
    // Both are one origin, so nobody else can read this or speak in the frame's name.
    const say = () => frame.current?.contentWindow?.postMessage(JSON.parse(message), location.origin);
    const handleMessage = ({ source, origin, data }: MessageEvent) => {
      if (source === frame.current?.contentWindow && origin === location.origin && data?.parley === 'preview-ready')
        say();
    };
    window.addEventListener('message', handleMessage);
    say();
    return () => window.removeEventListener('message', handleMessage);
  }, [message]);

  return (
    <section className={work.stage} aria-label={t('workspace.preview')}>
      <div className={work.stageHead}>
        <h3>{t('workspace.preview')}</h3>
        {inbox.form.length > 0 && (
          <SegmentedControl
            size="xs"
            aria-label={t('workspace.websites.screen')}
            value={screen}
            onChange={(value) => setScreen(value === 'form' ? 'form' : 'home')}
            data={(['home', 'form'] as const).map((one) => ({
              value: one,
              label: t(`workspace.websites.screens.${one}`),
            }))}
          />
        )}
        {inbox.language === 'auto' && (
          <Select
            size="xs"
            w={116}
            aria-label={t('workspace.languages.visitor')}
            value={language}
            data={widgetLanguages.map((one) => ({ value: one, label: languages[one] }))}
            onChange={(value) => setLanguage(value ?? 'en')}
          />
        )}
      </div>
      <iframe
        ref={frame}
        className={work.widgetFrame}
        title={t('workspace.websites.frame')}
        src={`/widget/${inbox.id}?preview=1`}
      />
      <span
        className={cx(work.launcher, inbox.position === 'left' && work.launcherLeft)}
        style={{ background: inbox.accent, color: pickTextOn(inbox.accent) }}
        aria-hidden="true"
      >
        <IconMessageCircle size={24} stroke={1.75} />
      </span>
      <p className={classes.hint}>{t('workspace.websites.previewHint')}</p>
    </section>
  );
}
