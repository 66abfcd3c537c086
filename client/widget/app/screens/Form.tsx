/** @jsxImportSource preact */
/** The questions before a chat, or a message that is left because nobody is there. */
import { useEffect, useState } from 'preact/hooks';
import { limits } from '../../../../shared/limits.ts';
import { useApp, useInbox } from '../context.ts';
import { Field } from '../parts/Field.tsx';
import { Header } from '../parts/Header.tsx';
import { Presence } from '../parts/Presence.tsx';
import { PrivacyLine } from '../parts/PrivacyLine.tsx';
import type { LocalField } from '../words/local-inbox.ts';
import { checkForm, type FormProblem, orderFields } from './form-check.ts';

/** Keys of the widget's own two questions; an admin's keys begin with a letter. */
const messageKey = '_message';
const emailKey = '_email';
const none: LocalField[] = [];

/** `onShown`: its code comes when it is asked for, after the screen has changed. */
export function Form({ purpose, onShown }: { purpose: 'chat' | 'leave'; onShown: () => void }) {
  useEffect(onShown, [onShown]);
  const { words, visitor, store } = useApp();
  const inbox = useInbox();
  const [answers, setAnswers] = useState<Record<string, string>>({});
  const [problems, setProblems] = useState<Record<string, FormProblem>>({});
  const asked = orderFields(inbox?.form ?? none);
  const ownEmail = asked.find(({ type }) => type === 'email');
  const fields: LocalField[] = asked.map((field) =>
    purpose === 'leave' && field === ownEmail ? { ...field, required: true } : field,
  );
  if (purpose === 'leave' && !ownEmail) {
    fields.push({ type: 'email', key: emailKey, label: words.yourEmail, required: true });
  }
  fields.push({ type: 'text', key: messageKey, label: words.yourMessage, required: true });

  function handleSubmit(event: Event) {
    event.preventDefault();
    const found = checkForm(fields, answers);
    setProblems(found);
    const first = fields.find(({ key }) => found[key]);
    if (first) {
      document.getElementById(`field-${first.key}`)?.focus();
      return;
    }
    const { [messageKey]: text = '', [emailKey]: typed, ...own } = answers;
    const given = Object.fromEntries(Object.entries(own).filter(([, value]) => value.trim() !== ''));
    const email = purpose === 'leave' ? (typed ?? answers[ownEmail?.key ?? ''] ?? '').trim() : undefined;
    store.set({ screen: { name: 'thread', conversationId: null } });
    visitor.send(null, { text: text.trim(), answers: given, email });
  }

  const title = purpose === 'chat' ? (inbox?.siteName ?? words.aboutYou) : words.leaveTitle;
  return (
    <>
      <Header title={title}>
        <Presence />
      </Header>
      <main class="form-screen">
        <form noValidate onSubmit={handleSubmit}>
          <h2 class="form-title">{purpose === 'chat' ? words.aboutYou : words.leaveTitle}</h2>
          {purpose === 'leave' && <p class="form-intro">{words.leaveIntro}</p>}
          {fields.map((field) => (
            <Field
              key={field.key}
              field={field}
              value={answers[field.key] ?? ''}
              problem={problems[field.key]}
              rows={field.key === messageKey ? 4 : 1}
              limit={field.key === messageKey ? limits.text : 1_000}
              onChange={(value) => {
                setAnswers((before) => ({ ...before, [field.key]: value }));
                setProblems(({ [field.key]: _fixed, ...others }) => others);
              }}
            />
          ))}
          <button type="submit" class="primary">
            {purpose === 'chat' ? words.start : words.leaveSend}
          </button>
          <PrivacyLine isLive={purpose === 'chat'} />
        </form>
      </main>
    </>
  );
}
