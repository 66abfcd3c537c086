/** A letter that nobody sent, and what the rules on the screen would make of it: each with whether it applies, why, and what follows. */
import { Button, Textarea, TextInput } from '@mantine/core';
import { IconCheck, IconMinus } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Catalogue } from '../../../../shared/api.ts';
import type { CannedReply } from '../../../../shared/model/catalogue.ts';
import type { MailRule, RuleVerdict } from '../../../../shared/model/mail-rule.ts';
import { toWireError } from '../../http/api.ts';
import mail from './mailbox.module.css';
import { findProblems, type MailboxDraft, toInput } from './mailbox-draft.ts';
import { useTryRules } from './mailbox-queries.ts';
import classes from './settings.module.css';
import { useDescribeCondition, useDescribeOutcome, useLanguageName } from './use-rule-words.ts';

export interface RuleTrialProps {
  draft: MailboxDraft;
  catalogue: Catalogue;
  replies: CannedReply[];
}

const fields = ['from', 'to', 'subject'] as const;
const longest = { from: 300, to: 2_000, subject: 300 };

export function RuleTrial({ draft, catalogue, replies }: RuleTrialProps) {
  const { t } = useTranslation();
  const nameOf = useLanguageName();
  const trial = useTryRules();
  const [letter, setLetter] = useState({ from: '', to: draft.settings.address, subject: '', body: '' });
  const { rules } = draft.settings;
  const isWrong = [...findProblems(draft)].some((path) => path.startsWith('rules'));
  if (rules.length === 0) return null;
  const tried = trial.variables?.rules ?? [];
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
      <div>
        <Button
          variant="default"
          loading={trial.isPending}
          disabled={isWrong}
          onClick={() => trial.mutate({ rules: rulesOf(draft), letter })}
        >
          {t('mailbox.rules.trial.run')}
        </Button>
      </div>
      {trial.error && (
        <p role="alert" className={classes.error}>
          {t(`error.${toWireError(trial.error).code}`)}
        </p>
      )}
      {trial.data && (
        <div role="status">
          {trial.data.language && (
            <p className={classes.hint}>
              {t('mailbox.rules.trial.writtenIn', { language: nameOf(trial.data.language) })}
            </p>
          )}
          {trial.data.verdicts.every(({ state }) => state !== 'met') && <p>{t('mailbox.rules.trial.noneMet')}</p>}
          <ol className={mail.steps}>
            {trial.data.verdicts.map((verdict, at) => {
              const rule = tried[at];
              return rule && <Verdict key={rule.id} {...{ verdict, rule, catalogue, replies }} />;
            })}
          </ol>
        </div>
      )}
    </div>
  );
}

/** As they would be saved. */
const rulesOf = (draft: MailboxDraft): MailRule[] => toInput(draft).settings.rules as MailRule[];

interface VerdictProps extends Omit<RuleTrialProps, 'draft'> {
  verdict: RuleVerdict;
  rule: MailRule;
}

function Verdict({ verdict: { state, conditions, takes }, rule, catalogue, replies }: VerdictProps) {
  const { t } = useTranslation();
  const describe = useDescribeCondition();
  const follows = useDescribeOutcome(catalogue, replies)(takes);
  const Icon = state === 'met' ? IconCheck : IconMinus;
  return (
    <li className={mail.step} data-state={state === 'met' ? 'ok' : 'skipped'}>
      <Icon size={16} stroke={state === 'met' ? 2 : 1.75} aria-hidden />
      <div>
        <p>
          <strong>{rule.name}</strong> · {t(`mailbox.rules.trial.states.${state}`)}
        </p>
        {state === 'met' && <p>{follows.length > 0 ? follows.join(' · ') : t('mailbox.rules.trial.nothing')}</p>}
        <ul className={mail.reasons}>
          {rule.conditions.slice(0, conditions.length).map((condition, at) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: conditions have no name of their own
            <li key={at}>
              {describe(condition)}: {t(conditions[at] ? 'mailbox.rules.trial.holds' : 'mailbox.rules.trial.fails')}
            </li>
          ))}
        </ul>
      </div>
    </li>
  );
}
