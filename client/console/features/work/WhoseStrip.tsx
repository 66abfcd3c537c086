/** Under the header, where several customers use the number: whose conversation this is. One click says so, another takes it back. */
import { UnstyledButton } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconUsers } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ConsoleRequests } from '../../../../shared/events.ts';
import type { AgentConversation } from '../../../../shared/model/conversation.ts';
import type { NumberQuestion } from '../../../../shared/model/customer-address.ts';
import { showNumber } from '../../../../shared/show-number.ts';
import { useUndo } from '../../app/use-undo.tsx';
import { useTimes } from '../../i18n/times.ts';
import type { DeskState } from '../../sync/desk-state.ts';
import { useDesk, useDeskState } from '../../sync/use-desk.ts';
import { useNow } from '../../sync/use-now.ts';
import classes from './work.module.css';

type Choice = ConsoleRequests['customer:number-choose']['_output']['choice'];

const readInboxes = (state: DeskState) => state.inboxes;
const readMayEdit = (state: DeskState) => state.me?.permissions.includes('customers:edit') ?? false;

export function WhoseStrip({ conversation }: { conversation: AgentConversation }) {
  const inbox = useDeskState(readInboxes).find(({ id }) => id === conversation.inboxId);
  const mayEdit = useDeskState(readMayEdit);
  // Who writes in a chat or a letter is known by more than a number.
  if (inbox?.format !== 'call' || !mayEdit) return null;
  return <Question key={`${conversation.id} ${conversation.customer.id}`} conversation={conversation} />;
}

function Question({ conversation: { id } }: { conversation: AgentConversation }) {
  const { t } = useTranslation();
  const times = useTimes();
  const now = useNow(60_000);
  const { customers } = useDesk();
  const showUndo = useUndo();
  const [question, setQuestion] = useState<NumberQuestion | null>(null);
  const [isBusy, setBusy] = useState(false);

  useEffect(() => {
    let isCurrent = true;
    void customers.number(id).then((answer) => {
      if (isCurrent && answer.ok) setQuestion(answer.value);
    });
    return () => {
      isCurrent = false;
    };
  }, [customers, id]);
  if (question === null) return null;
  const { owners, chosen } = question;
  const number = showNumber(question.number);

  async function choose(choice: Choice, done?: string) {
    setBusy(true);
    const answer = await customers.chooseNumber(id, choice);
    setBusy(false);
    if (!answer.ok) {
      notifications.show({ message: t('work.notDone', { why: t(`error.${answer.error.code}`) }) });
      return;
    }
    setQuestion(answer.value);
    if (done) showUndo(done, () => void choose('nobody'), `number-${id}`);
  }

  return (
    <section className={classes.resembles} aria-label={t('work.whose.label')}>
      <IconUsers size={16} stroke={1.75} aria-hidden="true" />
      <p className={classes.resemblesWords}>
        <span>
          {chosen ? t('work.whose.chosen', { number, ...chosen, by: chosen.byName }) : t('work.whose.says', { number })}
        </span>
      </p>
      <span className={classes.resemblesActs}>
        {chosen ? (
          <UnstyledButton className={classes.resemblesNot} disabled={isBusy} onClick={() => void choose('nobody')}>
            {t('work.whose.takeBack')}
          </UnstyledButton>
        ) : (
          <>
            {owners.map(({ key, name, lastAt }) => (
              <UnstyledButton
                key={key}
                className={classes.chip}
                disabled={isBusy}
                title={lastAt === null ? undefined : t('work.whose.last', { time: times.when(lastAt, now) })}
                onClick={() => void choose(key, t('work.whose.done', { name }))}
              >
                {name}
              </UnstyledButton>
            ))}
            <UnstyledButton
              className={classes.resemblesNot}
              disabled={isBusy}
              onClick={() => void choose('somebody-else', t('work.whose.doneElse'))}
            >
              {t('work.whose.else')}
            </UnstyledButton>
          </>
        )}
      </span>
    </section>
  );
}
