/** Takes an inbox out of use, such as a website's chat off every page, and brings it back. */
import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Inbox } from '../../../../shared/model/inbox.ts';
import { useFeedback } from './feedback.tsx';
import { Block } from './PageFrame.tsx';
import { useSave } from './workspace-queries.ts';

export interface WebsiteArchiveProps {
  inbox: Inbox;
  /** what it means for an inbox that is no website */
  hint?: string;
  title?: string;
}

export function WebsiteArchive({ inbox, hint, title }: WebsiteArchiveProps) {
  const { t } = useTranslation();
  const save = useSave<Inbox>('inboxes');
  const feedback = useFeedback();

  // What is saved, not what is being edited: the form keeps its own.
  function archive(archived: boolean) {
    const input: Inbox = { ...inbox, archived };
    save.mutate(input, {
      onSuccess: () =>
        archived
          ? feedback.undoable(t('workspace.archivedToast', { name: inbox.name }), () => archive(false))
          : feedback.saved(),
      onError: feedback.failed,
    });
  }

  return (
    <Block
      title={title ?? t('workspace.websites.archiving')}
      hint={hint ?? t(inbox.archived ? 'workspace.websites.archivedHint' : 'workspace.websites.archivingHint')}
    >
      <div>
        <Button variant="default" loading={save.isPending} onClick={() => archive(!inbox.archived)}>
          {t(inbox.archived ? 'workspace.bringBack' : 'workspace.archive')}
        </Button>
      </div>
    </Block>
  );
}
