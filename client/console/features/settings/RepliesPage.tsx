/** Canned replies: own ones, those of the teams, and everybody's. */
import { Button } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useCatalogue } from '../../http/catalogue.ts';
import { Empty } from './Empty.tsx';
import { Loaded, PageFrame } from './PageFrame.tsx';
import { SharedList } from './SharedList.tsx';
import { useAllReplies } from './workspace-queries.ts';

export function RepliesPage() {
  const { t } = useTranslation();
  const replies = useAllReplies();
  const { data } = useCatalogue();
  return (
    <PageFrame
      title={t('workspace.replies.title')}
      lead={t('workspace.replies.lead')}
      action={
        <Button component={Link} to="/console/settings/replies/new" leftSection={<IconPlus size={16} />}>
          {t('workspace.replies.add')}
        </Button>
      }
    >
      <Loaded query={replies}>
        {({ cannedReplies }) =>
          cannedReplies.length === 0 ? (
            <Empty title={t('workspace.replies.empty')} text={t('workspace.replies.emptyText')} />
          ) : (
            <SharedList
              area="replies"
              collection="canned-replies"
              items={cannedReplies}
              teams={data?.teams ?? []}
              nameOf={({ shortcut }) => `/${shortcut}`}
              describe={({ text }) => text}
            />
          )
        }
      </Loaded>
    </PageFrame>
  );
}
