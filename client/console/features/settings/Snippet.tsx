/** What a website's maker pastes into their pages, and whether it has been seen there. */
import { useTranslation } from 'react-i18next';
import { useTimes } from '../../i18n/times.ts';
import { useNow } from '../../sync/use-now.ts';
import { CopyButton } from './CopyButton.tsx';
import { Block } from './PageFrame.tsx';
import classes from './settings.module.css';
import work from './workspace.module.css';
import { useSightings } from './workspace-queries.ts';

export function Snippet({ inboxId }: { inboxId: string }) {
  const { t } = useTranslation();
  const times = useTimes();
  const now = useNow(30_000);
  const { data } = useSightings(inboxId);
  const snippet = `<script src="${location.origin}/widget.js"\n  data-inbox="${inboxId}" async></script>`;
  return (
    <Block title={t('website.snippet')} hint={t('website.snippetHint')}>
      <pre className={classes.code}>{snippet}</pre>
      <div>
        <CopyButton text={snippet} label={t('website.copySnippet')} />
      </div>
      {data && (
        <div>
          {data.sightings.length === 0 && <p className={classes.quiet}>{t('workspace.websites.notSeen')}</p>}
          {data.sightings.map(({ origin, at }) => (
            <p key={origin} className={work.seen}>
              {t('workspace.websites.seen', { origin, time: times.when(at, now) })}
            </p>
          ))}
        </div>
      )}
    </Block>
  );
}
