/** Says why nothing can be written to this customer now, and offers the approved texts that still go. */
import { IconClockPause, IconHandStop } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { FilledTemplate } from '../../../../shared/model/texting.ts';
import { useTimes } from '../../i18n/times.ts';
import { useNow } from '../../sync/use-now.ts';
import classes from './strips.module.css';
import { TemplatePanel } from './TemplatePanel.tsx';
import type { TextingNow } from './use-texting.ts';

export interface TextingStripProps {
  texting: TextingNow;
  name: string;
  onSend(template: FilledTemplate, text: string): void;
}

export function TextingStrip({ texting: { rules, stop }, name, onSend }: TextingStripProps) {
  const { t } = useTranslation();
  const times = useTimes();
  const now = useNow(60_000);
  if (stop === null) return null;
  if (stop === 'opted-out') {
    return (
      <div className={classes.strip} role="status">
        <strong>
          <IconHandStop size={16} stroke={1.75} aria-hidden="true" />
          {t('text.optedOut', { name, time: times.when(rules.optedOutAt ?? now, now) })}
        </strong>
        <small>{t('text.optedOutHint')}</small>
      </div>
    );
  }
  return (
    <div className={classes.strip} role="status">
      <strong>
        <IconClockPause size={16} stroke={1.75} aria-hidden="true" />
        {t('text.tooLate', { name })}
      </strong>
      {rules.templates.length === 0 ? (
        <small>{t('text.noTemplates')}</small>
      ) : (
        <TemplatePanel templates={rules.templates} onSend={onSend} />
      )}
    </div>
  );
}
