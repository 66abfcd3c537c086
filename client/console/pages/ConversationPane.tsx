/** One conversation: header, thread, composer; or why it is not here. */
import { Button } from '@mantine/core';
import type { Ref } from 'react';
import { useTranslation } from 'react-i18next';
import { useShell } from '../app/shell-context.ts';
import { Composer, type ComposerHandle } from '../features/composer/Composer.tsx';
import { Thread } from '../features/thread/Thread.tsx';
import { ThreadHeader } from '../features/thread/ThreadHeader.tsx';
import type { ThreadSlot } from '../sync/desk-state.ts';
import classes from './inbox-page.module.css';

export interface ConversationPaneProps {
  slot: ThreadSlot | undefined;
  composer: Ref<ComposerHandle>;
  onBack(): void;
  onPanel(): void;
}

export function ConversationPane({ slot, composer, onBack, onPanel }: ConversationPaneProps) {
  const { t } = useTranslation();
  const shell = useShell();
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
  return (
    <>
      <ThreadHeader
        conversation={thread.conversation}
        onBack={onBack}
        onPanel={onPanel}
        onClose={shell.closeConversation}
      />
      <Thread thread={thread} loadingEarlier={loadingEarlier} />
      <Composer ref={composer} conversation={thread.conversation} drafts={shell.drafts} />
    </>
  );
}

/** The final shapes in pale, and only when loading takes longer than a moment. */
function ThreadSkeleton() {
  const { t } = useTranslation();
  return (
    <div className={classes.skeleton} aria-busy="true">
      <span className="visually-hidden">{t('common.loading')}</span>
      <i />
      <i />
      <i />
    </div>
  );
}
