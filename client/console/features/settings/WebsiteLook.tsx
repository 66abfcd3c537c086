/** What the chat calls the company, how it greets, its colour and its corner. */
import { ColorInput, SegmentedControl, Textarea, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Block } from './PageFrame.tsx';
import classes from './settings.module.css';
import type { PartProps } from './WebsiteForm.tsx';

export function WebsiteLook({ draft, set, error }: PartProps) {
  const { t } = useTranslation();
  return (
    <Block title={t('website.look')}>
      <TextInput
        label={t('website.siteName')}
        description={t('website.siteNameHint')}
        value={draft.siteName}
        maxLength={80}
        error={error('siteName')}
        onChange={(event) => set('siteName', event.currentTarget.value)}
      />
      <Textarea
        label={t('website.greeting')}
        description={t('workspace.websites.greetingHint')}
        value={draft.greeting}
        maxLength={300}
        rows={2}
        onChange={(event) => set('greeting', event.currentTarget.value)}
      />
      <div className={classes.pair}>
        <ColorInput
          label={t('website.accent')}
          description={t('website.accentHint')}
          value={draft.accent}
          eyeDropperButtonProps={{ 'aria-label': t('workspace.websites.pick') }}
          error={error('accent')}
          onChange={(value) => set('accent', value)}
        />
        <div>
          <p className={classes.cardHead} id="corner">
            {t('website.position')}
          </p>
          <SegmentedControl
            aria-labelledby="corner"
            value={draft.position}
            onChange={(value) => set('position', value === 'left' ? 'left' : 'right')}
            data={[
              { value: 'left', label: t('website.left') },
              { value: 'right', label: t('website.right') },
            ]}
          />
        </div>
      </div>
    </Block>
  );
}
