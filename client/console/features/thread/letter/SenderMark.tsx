/** How sure it is that the sender is who they say, in one mark with its reason behind it. */
import { Tooltip } from '@mantine/core';
import { IconAlertTriangle, IconRosetteDiscountCheckFilled } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { Letter } from '../../../../../shared/model/letter.ts';
import classes from './letter.module.css';
import { readSender } from './read-letter.ts';

export function SenderMark({ letter }: { letter: Letter }) {
  const { t } = useTranslation();
  const { verdict, domain } = readSender(letter);
  if (verdict === null) return null;
  const hint = t(`letter.verdictHint.${verdict}`, { domain });
  return (
    <Tooltip label={hint} multiline w={280} events={{ hover: true, focus: true, touch: true }}>
      {/* A reason that only a pointer could reach would be missing for everybody else. */}
      <button type="button" className={classes.verdict} data-verdict={verdict} aria-description={hint}>
        {(verdict === 'pass' || verdict === 'arc') && <IconRosetteDiscountCheckFilled size={14} aria-hidden="true" />}
        {verdict === 'fail' && <IconAlertTriangle size={13} stroke={2} aria-hidden="true" />}
        {t(`letter.verdict.${verdict}`)}
      </button>
    </Tooltip>
  );
}
