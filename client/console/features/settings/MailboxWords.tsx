/** What a mailbox's letters say by themselves: the sender's name, the signature, and that a letter arrived. */
import { Switch, Textarea, TextInput } from '@mantine/core';
import { useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { insertAt } from './insert-at.ts';
import type { MailboxPart } from './MailboxForm.tsx';
import { VariableButtons } from './Variables.tsx';

/** As the server knows it (server/ingest/letters/acknowledge.ts). */
const opensAt = '{{hours.opensAt}}';

export function MailboxSender({ draft, set }: MailboxPart) {
  const { t } = useTranslation();
  return (
    <>
      <TextInput
        label={t('mailbox.words.displayName')}
        description={t('mailbox.words.displayNameHint')}
        value={draft.settings.displayName}
        maxLength={120}
        onChange={(event) => set({ displayName: event.currentTarget.value })}
      />
      <Textarea
        label={t('mailbox.words.signature')}
        description={t('mailbox.words.signatureHint')}
        value={draft.settings.signature}
        maxLength={2_000}
        autosize
        minRows={3}
        maxRows={10}
        onChange={(event) => set({ signature: event.currentTarget.value })}
      />
    </>
  );
}

export function MailboxAcknowledgement({ draft, set, error }: MailboxPart) {
  const { t } = useTranslation();
  const { acknowledgement } = draft.settings;
  const field = useRef<HTMLTextAreaElement>(null);
  const change = (part: Partial<typeof acknowledgement>) => set({ acknowledgement: { ...acknowledgement, ...part } });

  const startWords = t('mailbox.words.ackStart', {
    ...{ firstName: '{{customer.firstName}}', number: '{{conversation.number}}' },
    ...{ inbox: '{{inbox.name}}', open: opensAt },
  });

  /** Whoever switches it on first finds words to begin with. */
  function handleSwitch(on: boolean) {
    change({ on, ...(on && acknowledgement.text === '' && { text: startWords }) });
  }

  function insert(variable: string) {
    const { selectionStart, selectionEnd } = field.current ?? {};
    const next = insertAt(acknowledgement.text, variable, selectionStart, selectionEnd);
    change({ text: next.text });
    requestAnimationFrame(() => {
      field.current?.focus();
      field.current?.setSelectionRange(next.caret, next.caret);
    });
  }

  return (
    <>
      <Switch
        label={t('mailbox.words.ack')}
        description={t('mailbox.words.ackHint')}
        checked={acknowledgement.on}
        onChange={(event) => handleSwitch(event.currentTarget.checked)}
      />
      {acknowledgement.on && (
        <>
          <TextInput
            label={t('mailbox.words.ackSubject')}
            placeholder={t('mailbox.words.ackSubjectHint')}
            value={acknowledgement.subject}
            maxLength={200}
            onChange={(event) => change({ subject: event.currentTarget.value })}
          />
          <Textarea
            ref={field}
            label={t('mailbox.words.ackText')}
            description={t('mailbox.words.ackTextHint', { open: opensAt })}
            value={acknowledgement.text}
            maxLength={4_000}
            autosize
            minRows={5}
            maxRows={14}
            error={acknowledgement.text.trim() === '' ? t('mailbox.words.ackEmpty') : error('acknowledgement.text')}
            onChange={(event) => change({ text: event.currentTarget.value })}
          />
          <VariableButtons onPick={insert} />
        </>
      )}
    </>
  );
}
