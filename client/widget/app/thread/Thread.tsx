/** @jsxImportSource preact */
/** One conversation: its messages, what it waits for, and where to write. */
import { useEffect, useMemo, useRef } from 'preact/hooks';
import { lastSeq } from '../../../../shared/apply.ts';
import type { ConversationId } from '../../../../shared/model/ids.ts';
import { useApp, useWidget } from '../context.ts';
import { Face } from '../parts/Face.tsx';
import { Header } from '../parts/Header.tsx';
import { Icon } from '../parts/Icon.tsx';
import { Later } from '../parts/Later.tsx';
import { Presence } from '../parts/Presence.tsx';
import { canChat } from '../screens/Home.tsx';
import { Composer } from './Composer.tsx';
import { LineView } from './LineView.tsx';
import { findChoices, toLines } from './lines.ts';
import { useReading } from './use-reading.ts';
import { useScroll } from './use-scroll.ts';
import { WaitingCard } from './WaitingCard.tsx';

const loadTools = async () => (await import('./ThreadTools.tsx')).ThreadTools;
const loadProof = async () => (await import('./ProofCard.tsx')).ProofCard;
const loadClosedPart = async () => (await import('./ClosedPart.tsx')).ClosedPart;

export function Thread({ conversationId }: { conversationId: ConversationId | null }) {
  const { words, visitor, clock } = useApp();
  const thread = useWidget((state) => (conversationId ? state.threads[conversationId] : undefined));
  const link = useWidget((state) => state.link);
  const outbox = useWidget((state) => state.outbox);
  const typist = useWidget((state) => (conversationId ? state.typing[conversationId] : undefined));
  const siteName = useWidget((state) => state.inbox?.siteName);
  const mailsCodes = useWidget((state) => state.mailsCodes);
  const isStaffed = useWidget((state) => canChat(state.availability));
  const newAfter = useNewAfter(thread);
  const { timeZone } = clock();
  const own = useMemo(() => outbox.filter((item) => item.conversationId === conversationId), [outbox, conversationId]);
  const lines = useMemo(
    () =>
      toLines({
        entries: thread?.entries ?? [],
        outbox: own,
        agentRead: thread?.conversation.marks.agentRead ?? null,
        newAfter,
        timeZone,
      }),
    [thread, own, newAfter, timeZone],
  );
  const status = thread?.conversation.status;
  const scroll = useScroll(lines[0]?.key, `${lines.length} ${typist} ${status}`);
  useReading(thread, scroll.isAtEnd);
  useEffect(() => {
    if (conversationId && link === 'online') void visitor.open(conversationId);
  }, [conversationId, link, visitor]);

  const agent = thread?.conversation.agent;
  const choices = status === 'closed' ? [] : findChoices(lines);
  const unread = thread ? countNew(thread) : 0;

  function handleSend(text: string, files: Parameters<typeof visitor.send>[1]['files'] = []) {
    visitor.send(conversationId, { text, files });
    scroll.toEnd();
  }

  return (
    <>
      <Header
        title={agent?.name ?? siteName ?? words.conversation}
        face={agent && <Face name={agent.name} size={36} />}
        tools={<Later load={loadTools} props={{ conversation: thread?.conversation ?? null }} />}
      >
        <Presence prefix={agent ? siteName : undefined} />
      </Header>
      <main class="thread">
        <div class="scroll" ref={scroll.box} onScroll={scroll.handleScroll}>
          <div class="scroll-content">
            {thread?.earlier && (
              <button type="button" class="quiet" onClick={() => void visitor.loadEarlier(thread.conversation.id)}>
                {words.earlier}
              </button>
            )}
            <div class="log" role="log" aria-live="polite" aria-label={words.log}>
              {lines.map((line) => (
                <LineView key={line.key} line={line} />
              ))}
            </div>
            {choices.length > 0 && (
              <div class="choices">
                {choices.map((choice) => (
                  <button key={choice} type="button" class="choice" dir="auto" onClick={() => handleSend(choice)}>
                    {choice}
                  </button>
                ))}
              </div>
            )}
            {typist && status !== 'closed' && (
              <p class="typist">
                <span class="typing-dots" aria-hidden="true">
                  <i />
                  <i />
                  <i />
                </span>
                {words.typing(typist)}
              </p>
            )}
            {status === 'waiting' && <WaitingCard conversationId={conversationId} isStaffed={isStaffed} />}
            {thread?.conversation.unproven && mailsCodes && (
              <Later load={loadProof} props={{ conversation: thread.conversation }} />
            )}
            {thread && status === 'closed' && (
              <Later load={loadClosedPart} props={{ conversation: thread.conversation }} />
            )}
          </div>
        </div>
        <div class="to-end-place">
          {!scroll.isAtEnd && (
            <button type="button" class="to-end" onClick={scroll.toEnd}>
              <Icon name="down" size={16} />
              {unread > 0 ? words.unread(unread) : <span class="hidden">{words.newMessages}</span>}
            </button>
          )}
        </div>
        {status !== 'closed' && (
          <Composer
            key={conversationId}
            conversationId={conversationId}
            isWaiting={status === 'waiting'}
            onSend={handleSend}
          />
        )}
      </main>
    </>
  );
}

type Loaded = NonNullable<ReturnType<ReturnType<typeof useApp>['store']['get']>['threads'][ConversationId]>;

function countNew(thread: Loaded): number {
  const written = thread.entries.at(-1)?.tally.agent ?? 0;
  return Math.max(0, written - thread.conversation.marks.youRead.tally.agent);
}

/** Where the reader had got to when the thread was opened; stays put while they read on. */
function useNewAfter(thread: Loaded | undefined): number | null {
  const kept = useRef<{ id: ConversationId; seq: number | null } | null>(null);
  if (thread && kept.current?.id !== thread.conversation.id) {
    const { youRead } = thread.conversation.marks;
    const isBehind = youRead.seq > 0 && countNew(thread) > 0 && youRead.seq < lastSeq(thread);
    kept.current = { id: thread.conversation.id, seq: isBehind ? youRead.seq : null };
  }
  return kept.current?.seq ?? null;
}
