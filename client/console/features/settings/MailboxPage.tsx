/** One mailbox, found by its id. */
import { useParams } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useCatalogue } from '../../http/catalogue.ts';
import { MailboxForm } from './MailboxForm.tsx';
import { isMailbox } from './mailbox-draft.ts';
import { NewMailbox } from './NewMailbox.tsx';
import { NotHere } from './NotHere.tsx';
import { Loaded } from './PageFrame.tsx';
import { useAllReplies, useCalendars, useInboxes, useQueues } from './workspace-queries.ts';

export function MailboxPage() {
  const { t } = useTranslation();
  const { inboxId } = useParams({ strict: false });
  const inboxes = useInboxes();
  const queues = useQueues();
  const calendars = useCalendars();
  const catalogue = useCatalogue();
  const replies = useAllReplies();
  return (
    <Loaded query={inboxes}>
      {(list) => (
        <Loaded query={queues}>
          {(board) => (
            <Loaded query={calendars}>
              {(hours) => (
                <Loaded query={catalogue}>
                  {(lists) => (
                    <Loaded query={replies}>
                      {({ cannedReplies }) => {
                        const inbox = list.inboxes.find((each) => each.id === inboxId);
                        const known = { queues: board.queues, calendars: hours.calendars };
                        if (inboxId === 'new') return <NewMailbox {...known} />;
                        if (!inbox || !isMailbox(inbox)) {
                          return <NotHere back="/console/settings/mailboxes" title={t('mailbox.title')} />;
                        }
                        return (
                          <MailboxForm
                            key={inbox.id}
                            inbox={inbox}
                            {...known}
                            catalogue={lists}
                            replies={cannedReplies}
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
      )}
    </Loaded>
  );
}
