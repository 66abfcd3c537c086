/** Which of the customer's other conversations takes in all that is read here; this one is over then. */
import { Button, Radio, Stack } from '@mantine/core';
import { type FormEvent, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ErrorCode } from '../../../../shared/errors.ts';
import type { AgentConversation } from '../../../../shared/model/conversation.ts';
import type { PreviousConversation } from '../../../../shared/model/customer.ts';
import type { PlacementId } from '../../../../shared/model/ids.ts';
import { useShell } from '../../app/shell-context.ts';
import { useUndo } from '../../app/use-undo.tsx';
import { drawId } from '../../sync/random-id.ts';
import { useDesk } from '../../sync/use-desk.ts';
import classes from './work.module.css';

type Other = Extract<PreviousConversation, { kind: 'open-to-you' }>;

export function MergePanel({ conversation: { id }, onDone }: { conversation: AgentConversation; onDone(): void }) {
  const { t } = useTranslation();
  const desk = useDesk();
  const shell = useShell();
  const showUndo = useUndo();
  const [clientId] = useState(() => drawId());
  /** null: not known yet */
  const [others, setOthers] = useState<Other[] | null>(null);
  const [chosen, setChosen] = useState<string | null>(null);
  const [isBusy, setBusy] = useState(false);
  const [failure, setFailure] = useState<ErrorCode | null>(null);

  useEffect(() => {
    let isCurrent = true;
    void desk.customers.conversations(id).then((answer) => {
      if (!isCurrent) return;
      const all = answer.ok ? answer.value.conversations : [];
      const found = all.filter((row): row is Other => row.kind === 'open-to-you' && row.mayVisit);
      setOthers(found);
      setFailure(answer.ok ? null : answer.error.code);
      if (found.length === 1) setChosen(found[0]?.id ?? null);
    });
    return () => {
      isCurrent = false;
    };
  }, [desk, id]);

  async function handleSubmit(event: FormEvent) {
    event.preventDefault();
    const into = others?.find((other) => other.id === chosen)?.id;
    if (!into) return;
    setBusy(true);
    const answer = await desk.placements.merge(id, { clientId, into });
    setBusy(false);
    if (!answer.ok) return setFailure(answer.error.code);
    const { placementId, to } = answer.value;
    onDone();
    if (placementId) showUndo(t('work.merge.done', { number: to.number }), () => void undo(placementId));
    shell.openConversation(to.id);
  }

  async function undo(placementId: PlacementId) {
    const answer = await desk.placements.moveBack(id, placementId);
    if (answer.ok) shell.openConversation(id);
  }

  return (
    <form className={classes.body} onSubmit={(event) => void handleSubmit(event)}>
      {others?.length === 0 && failure === null && <p className={classes.says}>{t('work.merge.none')}</p>}
      {others && others.length > 0 && (
        <Radio.Group label={t('work.merge.into')} value={chosen} onChange={setChosen}>
          <Stack gap={14} mt="xs" className={classes.choices}>
            {others.map(({ id: other, number, preview, status }) => (
              <Radio
                key={other}
                size="md"
                value={other}
                label={`#${number} ${preview ?? t('person.noMessage')}`}
                description={status === 'closed' ? t('moving.closed') : undefined}
              />
            ))}
          </Stack>
        </Radio.Group>
      )}
      {others && others.length > 0 && <p className={classes.says}>{t('work.merge.hint')}</p>}
      {failure && (
        <p className={classes.problem} role="alert">
          {t('work.merge.failed')} {t(`error.${failure}`)}
        </p>
      )}
      <Button type="submit" fullWidth loading={isBusy || others === null} disabled={chosen === null}>
        {t('work.merge.do')}
      </Button>
    </form>
  );
}
