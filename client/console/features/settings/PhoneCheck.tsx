/** The account of a number tried live, and a way to make the number lead here. */
import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Inbox } from '../../../../shared/model/inbox.ts';
import { AccountCheck } from './AccountCheck.tsx';
import { useFeedback } from './feedback.tsx';
import { useCheck } from './mailbox-queries.ts';
import { findProblems, givenCredentials, type PhoneDraft, toInput } from './phone-draft.ts';
import { useMend } from './phone-queries.ts';
import classes from './settings.module.css';

export interface PhoneCheckProps {
  inbox: Inbox;
  draft: PhoneDraft;
  isChanged: boolean;
}

export function PhoneCheck({ inbox, draft, isChanged }: PhoneCheckProps) {
  const { t } = useTranslation();
  const check = useCheck();
  const mend = useMend();
  const feedback = useFeedback();
  const leadsElsewhere = check.steps.some(({ code }) => code === 'leads-elsewhere');

  function run() {
    const { name, channel, settings } = toInput(draft);
    check.run({ id: inbox.id, name, channel, settings, credentials: givenCredentials(draft) });
  }

  return (
    <>
      <AccountCheck check={check} isSound={findProblems(draft).size === 0} onRun={run} />
      {leadsElsewhere && !check.isRunning && (
        <div>
          <Button
            loading={mend.isPending}
            disabled={isChanged}
            onClick={() => mend.mutate(inbox.id, { onSuccess: run, onError: feedback.failed })}
          >
            {t('phoneLine.mend')}
          </Button>
          <p className={classes.hint}>{t(isChanged ? 'phoneLine.mendSaveFirst' : 'phoneLine.mendHint')}</p>
        </div>
      )}
    </>
  );
}
