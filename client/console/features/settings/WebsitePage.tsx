/** One website inbox, found by its id. */
import { useParams } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { NotHere } from './NotHere.tsx';
import { Loaded } from './PageFrame.tsx';
import { WebsiteForm } from './WebsiteForm.tsx';
import { isWebsite } from './WebsitesPage.tsx';
import { useCalendars, useInboxes, useLanguages, useQueues } from './workspace-queries.ts';

export function WebsitePage() {
  const { t } = useTranslation();
  const { inboxId } = useParams({ strict: false });
  const inboxes = useInboxes();
  const queues = useQueues();
  const calendars = useCalendars();
  const languages = useLanguages();
  return (
    <Loaded query={inboxes}>
      {(list) => (
        <Loaded query={queues}>
          {(board) => (
            <Loaded query={calendars}>
              {(hours) => (
                <Loaded query={languages}>
                  {(spoken) => {
                    const inbox = list.inboxes.find((each) => each.id === inboxId);
                    if (!inbox || !isWebsite(inbox)) {
                      return <NotHere back="/console/settings/websites" title={t('settings.websites')} />;
                    }
                    return (
                      <WebsiteForm
                        key={inbox.id}
                        inbox={inbox}
                        queues={board.queues}
                        calendars={hours.calendars}
                        languages={spoken}
                      />
                    );
                  }}
                </Loaded>
              )}
            </Loaded>
          )}
        </Loaded>
      )}
    </Loaded>
  );
}
