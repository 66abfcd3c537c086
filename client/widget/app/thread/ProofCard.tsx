/** @jsxImportSource preact */
/** An address that was only said is proven by a code that is mailed to it: asked for, typed in, done. */
import { useRef, useState } from 'preact/hooks';
import type { VisitorConversation } from '../../../../shared/model/conversation.ts';
import { useApp } from '../context.ts';
import { proofWords } from '../words/proof-words.ts';

type Problem = 'wrong' | 'over' | 'later' | 'badEmail' | 'failed';

export function ProofCard({ conversation: { id, unproven = '' } }: { conversation: VisitorConversation }) {
  const { visitor, language } = useApp();
  const words = proofWords(language);
  const [address, setAddress] = useState(unproven);
  const [code, setCode] = useState('');
  const [isSent, setIsSent] = useState(false);
  const [isBusy, setIsBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const field = useRef<HTMLInputElement>(null);

  async function work(step: () => Promise<Problem | null>) {
    setIsBusy(true);
    setProblem(null);
    setProblem(await step());
    setIsBusy(false);
    field.current?.focus();
  }
  const sendCode = () =>
    work(async () => {
      const result = await visitor.request('address:code', { conversationId: id, email: address.trim() });
      if (result?.ok) {
        setIsSent(true);
        setCode('');
        return null;
      }
      return result?.error.code === 'rate_limited' ? 'later' : result?.error.code === 'invalid' ? 'badEmail' : 'failed';
    });
  const prove = () =>
    work(async () => {
      const result = await visitor.request('address:prove', { conversationId: id, code: code.trim() });
      if (!result?.ok) return result?.error.code === 'rate_limited' ? 'later' : 'wrong';
      // What was proven shows in the conversation, which takes this card away.
      return result.value.state === 'proven' ? null : result.value.state;
    });

  function handleSubmit(event: Event) {
    event.preventDefault();
    if (!isBusy) void (isSent ? prove() : sendCode());
  }

  return (
    <form class="waiting proof" onSubmit={handleSubmit} noValidate aria-label={words.title}>
      <h2 class="waiting-title">{words.title}</h2>
      <p class="waiting-hint" role="status">
        {isSent ? words.sent(address.trim()) : words.hint}
      </p>
      <input
        key={isSent ? 'code' : 'address'}
        ref={field}
        class="input"
        dir={isSent ? 'ltr' : 'auto'}
        list={undefined}
        type={isSent ? 'text' : 'email'}
        inputMode={isSent ? 'numeric' : 'email'}
        autoComplete={isSent ? 'one-time-code' : 'email'}
        maxLength={isSent ? 6 : 254}
        aria-label={isSent ? words.code : words.email}
        aria-invalid={problem ? true : undefined}
        aria-describedby={problem ? 'proof-problem' : undefined}
        value={isSent ? code : address}
        onInput={({ currentTarget: { value } }) => (isSent ? setCode(value.replace(/\D/g, '')) : setAddress(value))}
      />
      {problem && (
        <p class="field-error" id="proof-problem" role="alert">
          {words[problem]}
        </p>
      )}
      <button type="submit" class="primary" disabled={isBusy || (isSent ? code.length < 6 : address.trim() === '')}>
        {isSent ? words.confirm : words.send}
      </button>
      {isSent && (
        <button
          type="button"
          class="quiet"
          onClick={() => {
            setIsSent(false);
            setProblem(null);
          }}
        >
          {words.again}
        </button>
      )}
    </form>
  );
}
