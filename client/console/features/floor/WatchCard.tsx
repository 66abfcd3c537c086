/** A conversation over the agent's shoulder: what is said as it is said, a whisper to the owner, taking over. The customer sees none of it. */
import { ActionIcon, Button, Textarea } from '@mantine/core';
import { IconEye, IconX } from '@tabler/icons-react';
import type { TFunction } from 'i18next';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { AgentConversation } from '../../../../shared/model/conversation.ts';
import type { FloorConversation } from '../../../../shared/model/floor.ts';
import type { ConversationId } from '../../../../shared/model/ids.ts';
import { ListenControls } from '../../calls/ListenControls.tsx';
import { useLiveCall } from '../../sync/calls.ts';
import type { DeskState } from '../../sync/desk-state.ts';
import { useDesk, useDeskState } from '../../sync/use-desk.ts';
import { ChannelIcon } from './ChannelIcon.tsx';
import drawers from './drawers.module.css';
import classes from './floor.module.css';
import { useFloorPage } from './floor-page-context.ts';
import { Since } from './Since.tsx';
import { useActs } from './use-acts.ts';
import { WatchThread } from './WatchThread.tsx';
import { WorkMenu } from './WorkMenu.tsx';
import watch from './watch.module.css';

const readThreads = (state: DeskState) => state.threads;
const readQueues = (state: DeskState) => state.queues;

export function WatchCard({ id, onStop }: { id: ConversationId; onStop(): void }) {
  const { t } = useTranslation();
  const desk = useDesk();
  const slot = useDeskState(readThreads)[id];
  const card = useRef<HTMLElement>(null);
  useEffect(() => {
    // On a narrow page it stands below everything else.
    card.current?.scrollIntoView({ block: 'nearest' });
    desk.openThread(id);
    void desk.floor.act('floor:look', { conversationId: id });
  }, [desk, id]);
  return (
    <section ref={card} className={classes.card} aria-label={t('floor.watch.watching')}>
      <header className={watch.watchHead}>
        <IconEye size={16} aria-hidden="true" />
        <h2>{t('floor.watch.watching')}</h2>
        <span className={classes.push} />
        <ActionIcon variant="subtle" color="gray" aria-label={t('floor.watch.stop')} onClick={onStop}>
          <IconX size={16} />
        </ActionIcon>
      </header>
      {slot?.status === 'open' ? (
        <Watched id={id} conversation={slot.thread.conversation} />
      ) : (
        <p className={classes.hint} role="status">
          {t(slot?.status === 'refused' ? 'floor.watch.refused' : 'floor.watch.loading')}
        </p>
      )}
    </section>
  );
}

function Watched({ id, conversation }: { id: ConversationId; conversation: AgentConversation }) {
  const { t } = useTranslation();
  const queues = useDeskState(readQueues);
  const { work, customer, number, channel } = conversation;
  const queue = queues.find((one) => one.id === work?.queueId)?.name ?? '';
  const call = useLiveCall(id);
  const about: FloorConversation = { id, number, customerName: customer.name, channel };
  return (
    <>
      <div className={watch.watchAbout}>
        <ChannelIcon channel={channel} size={18} />
        <span className={drawers.caseText}>
          <span className={drawers.caseName}>{customer.name}</span>
          <span className={drawers.caseFact}>{whereIs(conversation, queue, t)}</span>
        </span>
        {work && <Since at={work.since} />}
        {work && <WorkMenu conversation={about} queueId={work.queueId} />}
      </div>
      {call && (
        <div className={watch.watchCall}>
          <ListenControls call={call} />
        </div>
      )}
      <WatchThread id={id} />
      <WatchActions conversation={conversation} about={about} />
    </>
  );
}

function whereIs({ status, work }: AgentConversation, queue: string, t: TFunction): string {
  if (status === 'closed' || !work) return t('floor.watch.closed');
  return work.ownerName ? t('floor.watch.with', { agent: work.ownerName, queue }) : t('floor.watch.waitsIn', { queue });
}

function WatchActions({ conversation, about }: { conversation: AgentConversation; about: FloorConversation }) {
  const { t } = useTranslation();
  const desk = useDesk();
  const page = useFloorPage();
  const acts = useActs();
  const [isWriting, setWriting] = useState(false);
  const [text, setText] = useState('');
  const [failure, setFailure] = useState<string | null>(null);
  const { work, status } = conversation;
  const isMine = desk.store.get().me?.id === work?.ownerId;

  async function handleWhisper() {
    const answer = await desk.floor.whisper(conversation.id, work?.ownerId ?? null, text.trim());
    if (!answer.ok) {
      setFailure(`${t('floor.watch.whisperFailed')} ${t(`error.${answer.error.code}`)}`);
      return;
    }
    setText('');
    setFailure(null);
    setWriting(false);
  }

  if (isWriting) {
    return (
      <form
        className={watch.whisper}
        onSubmit={(event) => {
          event.preventDefault();
          void handleWhisper();
        }}
      >
        <Textarea
          autoFocus
          autosize
          minRows={2}
          maxRows={6}
          maxLength={10_000}
          label={t('floor.watch.whisperTo', { name: work?.ownerName ?? t('floor.needs.agent') })}
          placeholder={t('floor.watch.whisperPlaceholder')}
          error={failure}
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
          onKeyDown={(event) => {
            if (event.key === 'Escape') setWriting(false);
            if (event.key === 'Enter' && (event.ctrlKey || event.metaKey) && text.trim()) void handleWhisper();
          }}
        />
        <div className={watch.watchActions}>
          <Button variant="default" onClick={() => setWriting(false)}>
            {t('common.cancel')}
          </Button>
          <Button type="submit" disabled={!text.trim()}>
            {t('floor.watch.whisperSend')}
          </Button>
        </div>
      </form>
    );
  }
  return (
    <>
      <div className={watch.watchActions}>
        <Button onClick={() => setWriting(true)}>{t('floor.watch.whisper')}</Button>
        <Button variant="default" onClick={() => page.open(conversation.id)}>
          {t('floor.watch.join')}
        </Button>
        {page.mayManage && status === 'open' && !isMine && (
          <Button variant="default" onClick={() => void acts.take(about)}>
            {t('floor.watch.take')}
          </Button>
        )}
      </div>
      <p className={watch.watchNote}>{t('floor.watch.unseen')}</p>
    </>
  );
}
