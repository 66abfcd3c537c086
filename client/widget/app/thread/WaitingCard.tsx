/** @jsxImportSource preact */
/** The place in the queue, told as it is. */
import type { ConversationId } from '../../../../shared/model/ids.ts';
import { useApp, useWidget } from '../context.ts';

/** bars drawn; a place further back is only told in words */
const shown = 5;

export function WaitingCard({
  conversationId,
  isStaffed,
}: {
  conversationId: ConversationId | null;
  isStaffed: boolean;
}) {
  const { words } = useApp();
  const ahead = useWidget((state) => (conversationId ? state.places[conversationId] : undefined));
  const place = ahead === undefined ? null : ahead + 1;
  return (
    <section class="waiting" role="status">
      <h2 class="waiting-title">{place === null ? words.waiting : place === 1 ? words.next : words.place(place)}</h2>
      {place !== null && place <= shown && (
        <div aria-hidden="true">
          <div class="bars">
            {Array.from({ length: place }, (_, at) => at + 1).map((bar) => (
              <span key={bar} class={bar === place ? 'bar bar-you' : 'bar'} />
            ))}
          </div>
          {place > 1 && (
            <p class="bar-words">
              <span>{words.placeNext}</span>
              <span class="bar-word-you">{words.placeYou}</span>
            </p>
          )}
        </div>
      )}
      <p class="waiting-hint">{isStaffed ? words.waitingHint : words.nobodyFree}</p>
    </section>
  );
}
