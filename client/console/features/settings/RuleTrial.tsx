/** What the rules on the screen would make of a letter that nobody sent, or of the newest that came: which apply, why, and what follows. */
import { Button, Textarea, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Catalogue } from '../../../../shared/api.ts';
import type { CannedReply } from '../../../../shared/model/catalogue.ts';
import type { InboxId } from '../../../../shared/model/ids.ts';
import type { MailRule } from '../../../../shared/model/mail-rule.ts';
import { toWireError } from '../../http/api.ts';
import mail from './mailbox.module.css';
import { findProblems, type MailboxDraft, toInput } from './mailbox-draft.ts';
import { useTryNewest, useTryRules } from './mailbox-queries.ts';
import classes from './settings.module.css';
import { TriedLetters } from './TriedLetters.tsx';
import { useLanguageName } from './use-rule-words.ts';
import { Verdicts } from './Verdicts.tsx';

export interface RuleTrialProps {
  inboxId: InboxId;
  draft: MailboxDraft;
  catalogue: Catalogue;
  replies: CannedReply[];
}

const fields = ['from', 'to', 'subject'] as const;
const longest = { from: 300, to: 2_000, subject: 300 };

export function RuleTrial({ inboxId, draft, catalogue, replies }: RuleTrialProps) {
  const { t } = useTranslation();
  const nameOf = useLanguageName();
  const trial = useTryRules();
  const newest = useTryNewest();
  const error = trial.error ?? newest.error;
  const [letter, setLetter] = useState({ from: '', to: draft.settings.address, subject: '', body: '' });
  const { rules } = draft.settings;
  const isWrong = [...findProblems(draft)].some((path) => path.startsWith('rules'));
  if (rules.length === 0) return null;
  // As they would be saved.
  const asSaved = () => toInput(draft).settings.rules as MailRule[];
  return (
    <div className={mail.trial}>
      <h4>{t('mailbox.rules.trial.title')}</h4>
      <p className={classes.hint}>{t('mailbox.rules.trial.hint')}</p>
      <div className={mail.trialPair}>
        {fields.map((field) => (
          <TextInput
            key={field}
            label={t(`mailbox.rules.fields.${field}`)}
            value={letter[field]}
            maxLength={longest[field]}
            onChange={(event) => setLetter({ ...letter, [field]: event.currentTarget.value })}
          />
        ))}
      </div>
      <Textarea
        label={t('mailbox.rules.fields.body')}
        value={letter.body}
        maxLength={20_000}
        autosize
        minRows={3}
        maxRows={10}
        onChange={(event) => setLetter({ ...letter, body: event.currentTarget.value })}
      />
      <div className={mail.trialWays}>
        <Button
          variant="default"
          loading={trial.isPending}
          disabled={isWrong}
          onClick={() => {
            newest.reset();
            trial.mutate({ rules: asSaved(), letter });
          }}
        >
          {t('mailbox.rules.trial.run')}
        </Button>
        <Button
          variant="default"
          loading={newest.isPending}
          disabled={isWrong}
          onClick={() => {
            trial.reset();
            newest.mutate({ rules: asSaved(), inboxId });
          }}
        >
          {t('mailbox.rules.trial.newest')}
        </Button>
      </div>
      {error && (
        <p role="alert" className={classes.error}>
          {t(`error.${toWireError(error).code}`)}
        </p>
      )}
      {trial.data && (
        <div role="status">
          {trial.data.language && (
            <p className={classes.hint}>
              {t('mailbox.rules.trial.writtenIn', { language: nameOf(trial.data.language) })}
            </p>
          )}
          <Verdicts verdicts={trial.data.verdicts} rules={trial.variables.rules} {...{ catalogue, replies }} />
        </div>
      )}
      {newest.data && <TriedLetters letters={newest.data} rules={newest.variables.rules} {...{ catalogue, replies }} />}
    </div>
  );
}
