/** How the chat's head and a customer's message look with the chosen accent. */
import { useTranslation } from 'react-i18next';
import { pickTextOn } from '../../../ui/contrast.ts';
import classes from './settings.module.css';
import type { WebsiteDraft } from './website-form.ts';

export function Sample({ draft }: { draft: WebsiteDraft }) {
  const { t } = useTranslation();
  const isColour = /^#[0-9a-f]{6}$/i.test(draft.accent);
  const fill = isColour ? { background: draft.accent, color: pickTextOn(draft.accent) } : {};
  return (
    <figure className={classes.sample} style={{ margin: 0 }} aria-label={t('website.sample')}>
      <div className={classes.sampleHead} style={fill}>
        {draft.siteName}
        <small>{draft.greeting}</small>
      </div>
      <div className={classes.sampleBody}>
        <span style={fill}>{t('website.sampleReply')}</span>
      </div>
    </figure>
  );
}
