/** Website inboxes: what the chat says, how it looks, where it may stand. */
import { Select } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Calendar } from '../../../../shared/model/calendar.ts';
import type { Inbox } from '../../../../shared/model/inbox.ts';
import { Loaded, PageFrame } from './PageFrame.tsx';
import { useCalendars, useInboxes } from './queries.ts';
import classes from './settings.module.css';
import { WebsiteForm } from './WebsiteForm.tsx';

export function WebsitesPage() {
  const { t } = useTranslation();
  const inboxes = useInboxes();
  const calendars = useCalendars();
  return (
    <Loaded query={inboxes}>
      {(all) => (
        <Loaded query={calendars}>
          {(hours) => {
            // Only inboxes whose settings are a website's have this form.
            const websites = all.filter((inbox) => 'siteName' in inbox.settings);
            if (websites.length > 0) return <Websites inboxes={websites} calendars={hours} />;
            return (
              <PageFrame title={t('settings.websites')} lead={t('website.lead')}>
                <p className={classes.quiet}>{t('website.none')}</p>
              </PageFrame>
            );
          }}
        </Loaded>
      )}
    </Loaded>
  );
}

function Websites({ inboxes, calendars }: { inboxes: Inbox[]; calendars: Calendar[] }) {
  const { t } = useTranslation();
  const [id, setId] = useState(inboxes[0]?.id);
  const inbox = inboxes.find((each) => each.id === id) ?? inboxes[0];
  if (!inbox) return null;
  const picker =
    inboxes.length > 1 ? (
      <Select
        aria-label={t('settings.websites')}
        mb={20}
        maw={280}
        value={inbox.id}
        onChange={(value) => setId(inboxes.find((each) => each.id === value)?.id ?? inbox.id)}
        data={inboxes.map((each) => ({ value: each.id, label: each.name }))}
      />
    ) : null;
  return <WebsiteForm key={inbox.id} inbox={inbox} calendars={calendars} picker={picker} />;
}
