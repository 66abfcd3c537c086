/** The secret with which a website signs who its visitors are: shown on demand, replaced with a grace for what is under way. */
import { Button, Group, Modal, Radio } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ShownSecret } from '../../../../shared/api.ts';
import { useTimes } from '../../i18n/times.ts';
import { useNow } from '../../sync/use-now.ts';
import { CopyButton } from './CopyButton.tsx';
import { useFeedback } from './feedback.tsx';
import classes from './settings.module.css';
import work from './workspace.module.css';
import { useRotateSecret, useShowSecret } from './workspace-queries.ts';

const GRACE_HOURS = 24;

export function Secret({ inboxId }: { inboxId: string }) {
  const { t } = useTranslation();
  const times = useTimes();
  const now = useNow(60_000);
  const show = useShowSecret();
  const rotate = useRotateSecret();
  const feedback = useFeedback();
  const [shown, setShown] = useState<ShownSecret | null>(null);
  const [isAsking, setAsking] = useState(false);
  const [grace, setGrace] = useState(GRACE_HOURS);

  function handleReplace() {
    rotate.mutate(
      { id: inboxId, graceHours: grace },
      {
        onSuccess: (secret) => {
          setShown(secret);
          setAsking(false);
        },
        onError: feedback.failed,
      },
    );
  }

  return (
    <div>
      {shown && (
        <>
          <pre className={classes.code} data-secret>
            {shown.secret}
          </pre>
          {shown.formerUntil !== null && (
            <p className={work.warning}>{t('workspace.secret.former', { time: times.when(shown.formerUntil, now) })}</p>
          )}
        </>
      )}
      <div className={classes.row}>
        {shown ? (
          <>
            <CopyButton text={shown.secret} label={t('workspace.secret.copy')} />
            <Button variant="default" size="xs" onClick={() => setShown(null)}>
              {t('workspace.secret.hide')}
            </Button>
          </>
        ) : (
          <Button
            variant="default"
            size="xs"
            loading={show.isPending}
            onClick={() => show.mutate(inboxId, { onSuccess: setShown, onError: feedback.failed })}
          >
            {t('workspace.secret.show')}
          </Button>
        )}
        <Button variant="default" size="xs" onClick={() => setAsking(true)}>
          {t('workspace.secret.replace')}
        </Button>
      </div>
      <p className={classes.hint}>{t('workspace.secret.hint')}</p>
      <Modal
        opened={isAsking}
        onClose={() => setAsking(false)}
        title={t('workspace.secret.replace')}
        closeButtonProps={{ 'aria-label': t('common.close') }}
      >
        <Radio.Group
          label={t('workspace.secret.ask')}
          value={String(grace)}
          onChange={(value) => setGrace(Number(value))}
        >
          <div className={work.choices}>
            <Radio value={String(GRACE_HOURS)} label={t('workspace.secret.later', { count: GRACE_HOURS })} />
            <Radio value="0" label={t('workspace.secret.now')} />
          </div>
        </Radio.Group>
        <Group mt={16} justify="flex-end">
          <Button loading={rotate.isPending} onClick={handleReplace}>
            {t('workspace.secret.confirm')}
          </Button>
        </Group>
      </Modal>
    </div>
  );
}
