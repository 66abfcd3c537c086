/** Why two customers are probably one person, and the two answers: a merge, which is looked at first, or that they are not. */
import { Button, Group } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { CustomerMatch } from '../../../../../shared/model/customer-match.ts';
import classes from './merging.module.css';
import { useDescribeReason } from './use-describe-reason.ts';

export interface MatchChoiceProps {
  reasons: CustomerMatch['reasons'];
  /** what the buttons are called where many of them stand, with the names */
  mergeName: string;
  notSameName: string;
  onMerge(): void;
  onNotSame(): void;
}

export function MatchChoice({ reasons, mergeName, notSameName, onMerge, onNotSame }: MatchChoiceProps) {
  const { t } = useTranslation();
  const describe = useDescribeReason();
  return (
    <>
      <p className={classes.quiet}>{t('match.because', { reasons: reasons.map(describe).join(t('common.comma')) })}</p>
      <Group gap={6} mt={8}>
        <Button size="xs" variant="default" aria-label={mergeName} onClick={onMerge}>
          {t('match.merge')}
        </Button>
        <Button size="xs" variant="subtle" color="gray" aria-label={notSameName} onClick={onNotSame}>
          {t('match.notSame')}
        </Button>
      </Group>
    </>
  );
}
