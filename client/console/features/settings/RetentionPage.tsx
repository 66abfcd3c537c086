/** How long things are kept: days of each kind, and before they are saved what they would take now. */
import { Button, Modal, NumberInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import {
  type RetentionCounts,
  type RetentionKind,
  type RetentionRules,
  retentionKinds,
} from '../../../../shared/model/retention.ts';
import { useFeedback } from './feedback.tsx';
import { LeaveGuard } from './LeaveGuard.tsx';
import { Loaded, PageFrame, SaveBar } from './PageFrame.tsx';
import { useRetention, useRetentionCounts, useSaveRetention } from './retention-queries.ts';
import { isSame } from './same.ts';
import classes from './settings.module.css';
import work from './workspace.module.css';

const LONGEST = 36_500;
const TYPED_MS = 400;

export function RetentionPage() {
  const rules = useRetention();
  return <Loaded query={rules}>{(kept) => <RetentionForm kept={kept} />}</Loaded>;
}

function RetentionForm({ kept }: { kept: RetentionRules }) {
  const { t } = useTranslation();
  const feedback = useFeedback();
  const save = useSaveRetention();
  const [rules, setRules] = useState(kept);
  const [isAsking, setAsking] = useState(false);
  const [asked] = useDebouncedValue(rules, TYPED_MS);
  const counts = useRetentionCounts(asked);
  const isChanged = !isSame(rules, kept);
  // Said only of the very days that stand there.
  const known = isSame(asked, rules) ? counts.data : undefined;

  function handleSave() {
    save.mutate(rules, {
      onSuccess: () => {
        setAsking(false);
        feedback.saved();
      },
      onError: feedback.failed,
    });
  }

  return (
    <PageFrame
      title={t('retention.title')}
      lead={t('retention.lead')}
      action={
        <SaveBar isChanged={isChanged} isValid={known !== undefined} isBusy={false} onSave={() => setAsking(true)} />
      }
    >
      <LeaveGuard isChanged={isChanged} />
      <ul className={work.cards}>
        {retentionKinds.map((kind) => (
          <RuleLine
            key={kind}
            kind={kind}
            days={rules[kind]}
            count={known?.[kind]}
            onChange={(days) => setRules({ ...rules, [kind]: days })}
          />
        ))}
      </ul>
      <p className={work.below}>{t('retention.elsewhere')}</p>
      {isAsking && known && (
        <Modal
          opened
          onClose={() => setAsking(false)}
          title={t('retention.ask')}
          closeButtonProps={{ 'aria-label': t('common.close') }}
        >
          <div className={classes.fields}>
            <Taken rules={rules} counts={known} />
            <div>
              <Button color="red" loading={save.isPending} onClick={handleSave}>
                {t('retention.confirm')}
              </Button>
            </div>
          </div>
        </Modal>
      )}
    </PageFrame>
  );
}

interface RuleLineProps {
  kind: RetentionKind;
  days: number | null;
  /** undefined: being counted */
  count: number | undefined;
  onChange(days: number | null): void;
}

function RuleLine({ kind, days, count, onChange }: RuleLineProps) {
  const { t } = useTranslation();
  return (
    <li className={classes.card}>
      <NumberInput
        label={t(`retention.kinds.${kind}`)}
        description={t(`retention.hints.${kind}`)}
        placeholder={t('retention.always')}
        value={days ?? ''}
        min={1}
        max={LONGEST}
        clampBehavior="strict"
        allowDecimal={false}
        allowNegative={false}
        suffix={t('retention.days')}
        styles={{ wrapper: { width: 260, maxWidth: '100%' } }}
        onChange={(value) => onChange(value === '' ? null : Math.min(LONGEST, Math.max(1, Number(value) || 1)))}
      />
      <p className={classes.quiet} role="status">
        {days === null
          ? t('retention.keeps')
          : count === undefined
            ? t('retention.counting')
            : t('retention.takes', { count })}
      </p>
    </li>
  );
}

/** What goes, in words, and that it does not come back. */
function Taken({ rules, counts }: { rules: RetentionRules; counts: RetentionCounts }) {
  const { t } = useTranslation();
  const taken = retentionKinds.filter((kind) => rules[kind] !== null);
  return (
    <>
      {taken.length > 0 && (
        <ul>
          {taken.map((kind) => (
            <li key={kind}>
              {t(`retention.kinds.${kind}`)}: {t('retention.takes', { count: counts[kind] })}
            </li>
          ))}
        </ul>
      )}
      <p>{t(taken.length > 0 ? 'retention.warning' : 'retention.nothing')}</p>
    </>
  );
}
