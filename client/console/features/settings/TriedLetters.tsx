/** The newest letters of a mailbox, each with the rules that would have applied to it; unfolded, with why. */
import { useTranslation } from 'react-i18next';
import type { MailRule, TriedLetter } from '../../../../shared/model/mail-rule.ts';
import { useTimes } from '../../i18n/times.ts';
import mail from './mailbox.module.css';
import classes from './settings.module.css';
import { type RuleNames, Verdicts } from './Verdicts.tsx';

export interface TriedLettersProps extends RuleNames {
  letters: readonly TriedLetter[];
  rules: readonly MailRule[];
}

export function TriedLetters({ letters, rules, ...names }: TriedLettersProps) {
  const { t } = useTranslation();
  const times = useTimes();
  const nameOf = (id: string) => rules.find((rule) => rule.id === id)?.name ?? '';
  if (letters.length === 0) return <p role="status">{t('mailbox.rules.trial.noLetters')}</p>;
  return (
    <div role="status" className={mail.tried}>
      {letters.map(({ conversationId, number, at, from, subject, verdicts }) => {
        const met = verdicts.filter(({ state }) => state === 'met').map(({ ruleId }) => nameOf(ruleId));
        return (
          <details key={`${conversationId} ${at}`}>
            <summary>
              <span dir="auto">{subject || t('letter.noSubject')}</span>
              <strong>{met.length > 0 ? met.join(', ') : t('mailbox.rules.trial.none')}</strong>
              <small className={classes.hint}>
                #{number}, {from?.name || from?.address || '–'}, {times.when(at, Date.now())}
              </small>
            </summary>
            <Verdicts verdicts={verdicts} rules={rules} {...names} />
          </details>
        );
      })}
    </div>
  );
}
