/** What came of each rule for one letter: whether it applies, why, and what follows. */
import { IconCheck, IconMinus } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { Catalogue } from '../../../../shared/api.ts';
import type { CannedReply } from '../../../../shared/model/catalogue.ts';
import type { MailRule, RuleVerdict } from '../../../../shared/model/mail-rule.ts';
import mail from './mailbox.module.css';
import { useDescribeCondition, useDescribeOutcome } from './use-rule-words.ts';

/** what rules name */
export interface RuleNames {
  catalogue: Catalogue;
  replies: CannedReply[];
}

export interface VerdictsProps extends RuleNames {
  verdicts: readonly RuleVerdict[];
  /** that were tried, in their order */
  rules: readonly MailRule[];
}

export function Verdicts({ verdicts, rules, ...names }: VerdictsProps) {
  const { t } = useTranslation();
  return (
    <>
      {verdicts.every(({ state }) => state !== 'met') && <p>{t('mailbox.rules.trial.noneMet')}</p>}
      <ol className={mail.steps}>
        {verdicts.map((verdict, at) => {
          const rule = rules[at];
          return rule && <Verdict key={rule.id} {...{ verdict, rule }} {...names} />;
        })}
      </ol>
    </>
  );
}

interface VerdictProps extends RuleNames {
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
