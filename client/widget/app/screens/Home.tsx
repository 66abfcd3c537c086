/** @jsxImportSource preact */
/** The first screen: who is there, how to begin, and what was said before. */
import type { Availability } from '../../../../shared/model/inbox.ts';
import { useApp, useInbox, useWidget } from '../context.ts';
import { ConversationCard } from '../parts/ConversationCard.tsx';
import { Face } from '../parts/Face.tsx';
import { CloseButton } from '../parts/Header.tsx';
import { Icon } from '../parts/Icon.tsx';
import { Presence } from '../parts/Presence.tsx';
import { TabBar } from '../parts/TabBar.tsx';
import { findOpen, type WidgetState } from '../sync/state.ts';

const recent = 3;

/** A chat needs somebody to answer it; before the server has said anything the chat is assumed. */
export function canChat(availability: Availability | null): boolean {
  return availability === null || (availability.open && availability.staffed);
}

/** Somebody is there to answer it, and this browser can carry it: over plain http it has no microphone. */
export function canCall({ inbox, availability, isCalling }: WidgetState): boolean {
  return !isCalling && !!inbox?.calls && canChat(availability) && !!navigator.mediaDevices;
}

export function Home() {
  const { store, words } = useApp();
  const inbox = useInbox();
  const availability = useWidget((state) => state.availability);
  const cards = useWidget((state) => state.cards);
  const name = useWidget((state) => state.name);
  const isOffered = useWidget(canCall);
  const agents = availability?.agents.slice(0, 3) ?? [];
  const greeting = inbox?.greeting || (name ? words.helloName(name) : words.hello);
  return (
    <>
      <main class="home">
        <div class="home-top">
          <span class="site" dir="auto">
            {inbox?.siteName}
          </span>
          <span class="faces">
            {agents.map((agent) => (
              <Face key={agent} name={agent} size={28} />
            ))}
            {agents.length > 0 && <span class="hidden">{agents.join(', ')}</span>}
          </span>
          <CloseButton />
        </div>
        <h1 class="greeting" dir="auto" tabIndex={-1}>
          {greeting}
        </h1>
        <Presence />
        <div class="card">
          <StartRows />
          {isOffered && (
            <StartRow
              icon="phone"
              title={words.call}
              hint={words.chatHint}
              onStart={() => store.set({ isCalling: true })}
            />
          )}
        </div>
        {cards.length > 0 && (
          <section aria-labelledby="yours">
            <h2 class="label" id="yours">
              {words.yourConversations}
            </h2>
            <div class="card">
              {cards.slice(0, recent).map((card) => (
                <ConversationCard key={card.conversation.id} card={card} />
              ))}
            </div>
            {cards.length > recent && (
              <button type="button" class="quiet" onClick={() => store.set({ screen: { name: 'messages' } })}>
                {words.allConversations}
              </button>
            )}
          </section>
        )}
      </main>
      <TabBar at="home" />
    </>
  );
}

/** What can be done now: go on; chat; or, with nobody there, wait for somebody or leave a message. */
function StartRows() {
  const { store, words, visitor } = useApp();
  const availability = useWidget((state) => state.availability);
  const open = useWidget(findOpen);
  const hasForm = useWidget((state) => (state.inbox?.form.length ?? 0) > 0);

  function startChat() {
    void visitor.begin();
    store.set({ screen: hasForm ? { name: 'form', purpose: 'chat' } : { name: 'thread', conversationId: null } });
  }

  function leaveMessage() {
    void visitor.begin();
    store.set({ screen: { name: 'form', purpose: 'leave' } });
  }

  if (open !== null && open.conversation.status !== 'message-left') {
    const { id } = open.conversation;
    const goOn = () => {
      void visitor.begin();
      store.set({ screen: { name: 'thread', conversationId: id } });
    };
    return <StartRow icon="chat" title={words.goOn} hint={open.preview} onStart={goOn} />;
  }
  const leave = <StartRow icon="mail" title={words.leave} hint={words.leaveHint} onStart={leaveMessage} />;
  if (canChat(availability))
    return <StartRow icon="chat" title={words.chat} hint={words.chatHint} onStart={startChat} />;
  if (!availability?.open) return leave;
  return (
    <>
      <StartRow icon="chat" title={words.chat} hint={words.chatLater} onStart={startChat} />
      {leave}
    </>
  );
}

interface StartRowProps {
  icon: 'chat' | 'mail' | 'phone';
  title: string;
  hint: string;
  onStart: () => void;
}

function StartRow({ icon, title, hint, onStart }: StartRowProps) {
  return (
    <button type="button" class="row" onClick={onStart}>
      <span class="row-icon">
        <Icon name={icon} />
      </span>
      <span class="row-text">
        <span class="row-title">{title}</span>
        <span class="row-hint">{hint}</span>
      </span>
      <span class="row-arrow">
        <Icon name="forward" />
      </span>
    </button>
  );
}
