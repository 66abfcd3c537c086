/** One phone number, found by its id, or a new one. */
import { useParams } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { Empty } from './Empty.tsx';
import { NotHere } from './NotHere.tsx';
import { Loaded, PageFrame } from './PageFrame.tsx';
import { PhoneForm } from './PhoneForm.tsx';
import { isPhone, startDraft, toDraft } from './phone-draft.ts';
import { useCalendars, useInboxes, useQueues } from './workspace-queries.ts';

const list = '/console/settings/phones';

export function PhonePage() {
  const { t } = useTranslation();
  const { inboxId } = useParams({ strict: false });
  const inboxes = useInboxes();
  const queues = useQueues();
  const calendars = useCalendars();
  return (
    <Loaded query={inboxes}>
      {({ inboxes: all }) => (
        <Loaded query={queues}>
          {(board) => (
            <Loaded query={calendars}>
              {(hours) => {
                const known = { queues: board.queues, calendars: hours.calendars };
                if (inboxId === 'new') {
                  const first = board.queues.find(({ archived }) => !archived);
                  if (first) return <PhoneForm key="new" inbox={null} start={startDraft(first.id)} {...known} />;
                  return (
                    <PageFrame title={t('phoneLine.add')} back={{ to: list, label: t('phoneLine.title') }}>
                      <Empty title={t('workspace.queues.empty')} text={t('workspace.queues.emptyText')} />
                    </PageFrame>
                  );
                }
                const inbox = all.find((each) => each.id === inboxId);
                if (!inbox || !isPhone(inbox)) return <NotHere back={list} title={t('phoneLine.title')} />;
                return <PhoneForm key={inbox.id} inbox={inbox} start={toDraft(inbox)} {...known} />;
              }}
            </Loaded>
          )}
        </Loaded>
      )}
    </Loaded>
  );
}
