/** Which websites may show this chat: exact origins, each told what is wrong with it. */
import { Textarea } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Block } from './PageFrame.tsx';
import type { PartProps } from './WebsiteForm.tsx';
import type { DraftProblem } from './website-form.ts';

export function WebsiteWhere({ draft, set, problem }: PartProps & { problem: DraftProblem | null }) {
  const { t } = useTranslation();
  const wrong = problem?.field === 'origins' ? problem : null;
  return (
    <Block title={t('website.where')} hint={t('workspace.websites.whereHint')}>
      <Textarea
        label={t('website.origins')}
        description={t('website.originsHint')}
        value={draft.origins}
        rows={3}
        error={
          wrong
            ? wrong.why === 'no-url'
              ? t('website.originBad', { line: wrong.line })
              : t('workspace.origins.line', { line: wrong.line, why: t(`workspace.origins.${wrong.why}`) })
            : undefined
        }
        onChange={(event) => set('origins', event.currentTarget.value)}
      />
    </Block>
  );
}
