/** One conversation: header, thread, composer or wrap-up; or why it is not here. */
import { Button } from '@mantine/core';
import type { RefObject } from 'react';
import { useTranslation } from 'react-i18next';
import { Composer, type ComposerHandle } from '../features/composer/Composer.tsx';
import { Thread } from '../features/thread/Thread.tsx';
import { ThreadHeader } from '../features/thread/ThreadHeader.tsx';
import { ResemblanceStrip } from '../features/work/ResemblanceStrip.tsx';
import { WhoseStrip } from '../features/work/WhoseStrip.tsx';
import { WorkActions } from '../features/work/WorkActions.tsx';
import { WorkStrip } from '../features/work/WorkStrip.tsx';
import { WrapUpPanel } from '../features/work/WrapUpPanel.tsx';
import type { DeskState, ThreadSlot } from '../sync/desk-state.ts';
import { useDeskState } from '../sync/use-desk.ts';
import classes from './inbox-page.module.css';
import { ThreadSkeleton } from './ThreadSkeleton.tsx';

const readMe = (state: DeskState) => state.me?.id;

export interface ConversationPaneProps {
  slot: ThreadSlot | undefined;
  composer: RefObject<ComposerHandle | null>;
  onBack(): void;
  onPanel(): void;
}

export function ConversationPane({ slot, composer, onBack, onPanel }: ConversationPaneProps) {
  const { t } = useTranslation();
  const me = useDeskState(readMe);
  if (!slot || slot.status === 'loading') return <ThreadSkeleton />;
  if (slot.status === 'refused') {
    return (
      <div className={classes.refused}>
        <h2>{t('thread.refused')}</h2>
        <p>{t('thread.refusedHint')}</p>
        <Button onClick={onBack}>{t('thread.backToList')}</Button>
      </div>
    );
  }
  const { thread, loadingEarlier } = slot;
  const { work } = thread.conversation;
  return (
    <>
      <ThreadHeader
        conversation={thread.conversation}
        due={thread.entries.at(-1)?.replyDue ?? null}
        onBack={onBack}
        onPanel={onPanel}
        actions={<WorkActions conversation={thread.conversation} />}
      />
      <WorkStrip conversation={thread.conversation} />
      <WhoseStrip conversation={thread.conversation} />
      <ResemblanceStrip conversation={thread.conversation} />
      <Thread
        thread={thread}
        loadingEarlier={loadingEarlier}
        onAnswer={(kind, seq) => composer.current?.answer(kind, seq)}
      />
      {work?.state === 'wrap-up' && work.ownerId === me ? (
        <WrapUpPanel key={work.id} conversation={thread.conversation} />
      ) : (
        <Composer ref={composer} conversation={thread.conversation} />
      )}
    </>
  );
}
