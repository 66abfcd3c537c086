/** What visitors are told, whom the chat lets in, and the secret that proves who they are. */
import { Switch, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Block } from './PageFrame.tsx';
import { Secret } from './Secret.tsx';
import type { PartProps } from './WebsiteForm.tsx';
import type { DraftProblem } from './website-form.ts';

export interface WebsitePrivacyProps extends PartProps {
  problem: DraftProblem | null;
  inboxId: string;
}

export function WebsitePrivacy({ draft, set, problem, inboxId }: WebsitePrivacyProps) {
  const { t } = useTranslation();
  return (
    <>
      <Block title={t('website.privacy')}>
        <TextInput
          label={t('website.privacyUrl')}
          value={draft.privacyUrl}
          error={problem?.field === 'privacyUrl' ? t('website.privacyBad') : undefined}
          onChange={(event) => set('privacyUrl', event.currentTarget.value.trim())}
        />
        <Switch
          label={t('website.preview')}
          description={t('website.previewHint')}
          checked={draft.typingPreview}
          onChange={(event) => set('typingPreview', event.currentTarget.checked)}
        />
      </Block>
      <Block title={t('workspace.websites.identity')} hint={t('workspace.websites.identityHint')}>
        <Switch
          label={t('website.identity')}
          description={t('website.identityHint')}
          checked={draft.identityRequired}
          onChange={(event) => set('identityRequired', event.currentTarget.checked)}
        />
        <Secret inboxId={inboxId} />
      </Block>
    </>
  );
}
