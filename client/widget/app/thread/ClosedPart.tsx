/** @jsxImportSource preact */
/** After the end: a rating, then the way to a new chat. */
import { useState } from 'preact/hooks';
import type { VisitorConversation } from '../../../../shared/model/conversation.ts';
import { useApp, useWidget } from '../context.ts';
import { canChat } from '../screens/Home.tsx';

const scores = [1, 2, 3, 4, 5];

export function ClosedPart({ conversation }: { conversation: VisitorConversation }) {
  const { store, words } = useApp();
  const isLive = useWidget((state) => canChat(state.availability));
  const hasForm = useWidget((state) => (state.inbox?.form.length ?? 0) > 0);

  function handleAgain() {
    if (isLive && !hasForm) store.set({ screen: { name: 'thread', conversationId: null } });
    else store.set({ screen: { name: 'form', purpose: isLive ? 'chat' : 'leave' } });
  }

  return (
    <section class="closed">
      {conversation.rating ? <p class="mark">{words.rateThanks}</p> : <Rating conversation={conversation} />}
      <button type="button" class={conversation.rating ? 'primary' : 'secondary'} onClick={handleAgain}>
        {isLive ? words.again : words.leave}
      </button>
    </section>
  );
}

function Rating({ conversation }: { conversation: VisitorConversation }) {
  const { visitor, words } = useApp();
  const [score, setScore] = useState(0);
  const [comment, setComment] = useState('');
  const [state, setState] = useState<'asking' | 'sending' | 'failed'>('asking');

  async function handleSubmit(event: Event) {
    event.preventDefault();
    setState('sending');
    if (!(await visitor.rate(conversation.id, score, comment.trim()))) setState('failed');
  }

  return (
    <form class="rating" onSubmit={handleSubmit}>
      <fieldset class="scores">
        <legend class="waiting-title">{words.rateTitle}</legend>
        {scores.map((value) => (
          <label key={value} class={value === score ? 'score score-chosen' : 'score'}>
            <input
              type="radio"
              name="score"
              class="hidden"
              aria-label={words.rateScore(value)}
              checked={value === score}
              onChange={() => setScore(value)}
            />
            {value}
          </label>
        ))}
      </fieldset>
      <p class="bar-words" aria-hidden="true">
        <span>{words.rateLow}</span>
        <span>{words.rateHigh}</span>
      </p>
      {score > 0 && (
        <>
          <textarea
            class="input"
            rows={2}
            dir="auto"
            maxLength={1_000}
            placeholder={words.rateComment}
            aria-label={words.rateComment}
            value={comment}
            onInput={(event) => setComment(event.currentTarget.value)}
          />
          <button type="submit" class="primary" disabled={state === 'sending'}>
            {words.rateSend}
          </button>
        </>
      )}
      {state === 'failed' && <p class="field-error">{words.failed}</p>}
    </form>
  );
}
