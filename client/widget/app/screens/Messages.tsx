/** @jsxImportSource preact */
/** All of the visitor's conversations. */
import { useApp, useWidget } from '../context.ts';
import { ConversationCard } from '../parts/ConversationCard.tsx';
import { CloseButton } from '../parts/Header.tsx';
import { TabBar } from '../parts/TabBar.tsx';

export function Messages() {
  const { words } = useApp();
  const cards = useWidget((state) => state.cards);
  return (
    <>
      <main class="home">
        <div class="home-top">
          <h1 class="site" tabIndex={-1}>
            {words.yourConversations}
          </h1>
          <CloseButton />
        </div>
        {cards.length === 0 ? (
          <p class="empty">{words.noConversations}</p>
        ) : (
          <div class="card">
            {cards.map((card) => (
              <ConversationCard key={card.conversation.id} card={card} />
            ))}
          </div>
        )}
      </main>
      <TabBar at="messages" />
    </>
  );
}
