/** Languages: which ones customers are served in, which one the rest see, and where the websites' own texts are missing. */
import { Radio, Switch } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import {
  type Inbox,
  type ServedLanguages,
  type WidgetLanguage,
  widgetLanguages,
} from '../../../../shared/model/inbox.ts';
import { languages as names } from '../../i18n/i18n.ts';
import { useFeedback } from './feedback.tsx';
import { LeaveGuard } from './LeaveGuard.tsx';
import { coverLanguage, findFixed } from './language-coverage.ts';
import { Block, Loaded, PageFrame, SaveBar } from './PageFrame.tsx';
import { isSame } from './same.ts';
import classes from './settings.module.css';
import { isWebsite } from './WebsitesPage.tsx';
import work from './workspace.module.css';
import { useInboxes, useLanguages, useSaveLanguages } from './workspace-queries.ts';

export function LanguagesPage() {
  const languages = useLanguages();
  const inboxes = useInboxes();
  return (
    <Loaded query={languages}>
      {(saved) => (
        <Loaded query={inboxes}>
          {(list) => (
            <LanguagesForm
              saved={saved}
              websites={list.inboxes.filter((inbox) => isWebsite(inbox) && !inbox.archived)}
            />
          )}
        </Loaded>
      )}
    </Loaded>
  );
}

function LanguagesForm({ saved, websites }: { saved: ServedLanguages; websites: Inbox[] }) {
  const { t } = useTranslation();
  const save = useSaveLanguages();
  const feedback = useFeedback();
  const [chosen, setChosen] = useState(saved);
  const isChanged = !isSame(chosen, saved);
  const fixed = findFixed(websites);

  function serve(language: WidgetLanguage, isServed: boolean) {
    const served = widgetLanguages.filter((one) => (one === language ? isServed : chosen.served.includes(one)));
    const fallback = served.includes(chosen.fallback) ? chosen.fallback : (served[0] ?? chosen.fallback);
    setChosen({ served, fallback });
  }

  return (
    <PageFrame
      title={t('workspace.served.title')}
      lead={t('workspace.served.lead')}
      action={
        <SaveBar
          isChanged={isChanged}
          isValid
          isBusy={save.isPending}
          onSave={() => save.mutate(chosen, { onSuccess: feedback.saved, onError: feedback.failed })}
        />
      }
    >
      <LeaveGuard isChanged={isChanged} />
      <Block title={t('workspace.served.which')} hint={t('workspace.served.defaultHint')}>
        <ul className={work.cards}>
          {widgetLanguages.map((language) => (
            <LanguageCard
              key={language}
              language={language}
              chosen={chosen}
              websites={websites}
              onServe={(isServed) => serve(language, isServed)}
              onDefault={() => setChosen({ ...chosen, fallback: language })}
            />
          ))}
        </ul>
        <p className={classes.hint}>{t('workspace.served.missingHint')}</p>
      </Block>
      {fixed.length > 0 && (
        <Block title={t('workspace.served.own')} hint={t('workspace.served.ownHint')}>
          <ul className={work.list}>
            {fixed.map(({ inbox, language }) => (
              <li key={inbox.id} className={work.listLine}>
                <SiteLink inbox={inbox} text={inbox.name} />
                <span className={classes.quiet}>{t('workspace.served.ownSpeaks', { language: names[language] })}</span>
              </li>
            ))}
          </ul>
        </Block>
      )}
    </PageFrame>
  );
}

interface LanguageCardProps {
  language: WidgetLanguage;
  chosen: ServedLanguages;
  websites: Inbox[];
  onServe(isServed: boolean): void;
  onDefault(): void;
}

function LanguageCard({ language, chosen, websites, onServe, onDefault }: LanguageCardProps) {
  const { t } = useTranslation();
  const isServed = chosen.served.includes(language);
  const isLast = isServed && chosen.served.length === 1;
  const { following, missing } = coverLanguage(websites, language);
  return (
    <li className={classes.card}>
      <div className={classes.cardHead}>
        <span lang={language}>{names[language]}</span>
        <Switch
          checked={isServed}
          disabled={isLast}
          label={t('workspace.served.isServed')}
          aria-label={t('workspace.served.serve', { language: names[language] })}
          labelPosition="left"
          onChange={(event) => onServe(event.currentTarget.checked)}
        />
      </div>
      <Radio
        mb={8}
        name="default-language"
        value={language}
        checked={chosen.fallback === language}
        disabled={!isServed}
        label={t('workspace.served.isDefault')}
        aria-label={t('workspace.served.makeDefault', { language: names[language] })}
        onChange={onDefault}
      />
      {isServed && (
        <p className={classes.quiet}>
          {following === 0 && t('workspace.served.noWebsite')}
          {following > 0 && missing.length === 0 && t('workspace.served.complete')}
        </p>
      )}
      {isServed &&
        missing.map(({ inbox, count }) => (
          <p key={inbox.id}>
            <SiteLink inbox={inbox} text={t('workspace.served.missing', { name: inbox.name, count })} />
          </p>
        ))}
      {isLast && <p className={classes.hint}>{t('workspace.served.last')}</p>}
    </li>
  );
}

function SiteLink({ inbox, text }: { inbox: Inbox; text: string }) {
  return (
    <Link className={classes.lineLink} to="/console/settings/websites/$inboxId" params={{ inboxId: inbox.id }}>
      {text}
    </Link>
  );
}
