/** When to send: a few likely moments, in words of one's own, or any other one. Loaded when it is first asked for. */
import '@mantine/dates/styles.layer.css';
import { Button, Modal, Stack, TextInput } from '@mantine/core';
import { DatesProvider, DateTimePicker } from '@mantine/dates';
import dayjs from 'dayjs';
import 'dayjs/locale/zh-cn';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useTimes } from '../../i18n/times.ts';
import { useSaidMoment } from '../../i18n/use-said-moment.ts';
import { useNow } from '../../sync/use-now.ts';
import classes from './dialogs.module.css';
import { listChoices } from './times.ts';

export interface SendLaterProps {
  /** the customer's */
  name: string;
  onClose(): void;
  /** ms since 1970, the server's clock */
  onPick(at: number): void;
}

export function SendLater({ name, onClose, onPick }: SendLaterProps) {
  const { t, i18n } = useTranslation();
  const times = useTimes();
  const now = useNow(30_000);
  const [other, setOther] = useState<string | null>(null);
  const { said, say, at: saidAt, problem } = useSaidMoment(now);
  const otherAt = other === null ? null : dayjs(other).valueOf();
  const isPast = otherAt !== null && otherAt <= now;
  return (
    <Modal
      opened
      onClose={onClose}
      closeButtonProps={{ 'aria-label': t('common.close') }}
      title={t('writing.laterTitle')}
      size="sm"
    >
      <p className={classes.hint}>{t('writing.laterHint', { name })}</p>
      <ul className={classes.choices}>
        {listChoices(now).map(({ key, at }, index) => (
          <li key={key}>
            <Button
              variant="default"
              justify="space-between"
              fullWidth
              data-autofocus={index === 0 || undefined}
              rightSection={<span className={classes.when}>{times.when(at, now)}</span>}
              onClick={() => onPick(at)}
            >
              {t(`writing.choice.${key}`)}
            </Button>
          </li>
        ))}
      </ul>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (saidAt !== null) onPick(saidAt);
        }}
      >
        <Stack gap="sm" mt="md">
          <TextInput
            label={t('moment.label')}
            placeholder={t('moment.placeholder')}
            value={said}
            error={problem}
            autoComplete="off"
            maxLength={100}
            onChange={(event) => say(event.currentTarget.value)}
          />
          <Button type="submit" disabled={saidAt === null}>
            {saidAt === null ? t('writing.later') : t('writing.sendAt', { time: times.full(saidAt) })}
          </Button>
        </Stack>
      </form>
      <DatesProvider settings={{ locale: i18n.language === 'zh' ? 'zh-cn' : 'en', firstDayOfWeek: 1 }}>
        <Stack gap="sm" mt="md">
          <DateTimePicker
            label={t('writing.otherTime')}
            value={other}
            onChange={setOther}
            minDate={dayjs(now).format('YYYY-MM-DD HH:mm:ss')}
            valueFormat="ddd D MMM YYYY HH:mm"
            error={isPast ? t('writing.past') : undefined}
            popoverProps={{ withinPortal: true }}
            submitButtonProps={{ 'aria-label': t('common.save') }}
            ariaLabels={{ nextMonth: t('writing.nextMonth'), previousMonth: t('writing.previousMonth') }}
            clearable={false}
          />
          <Button
            variant="default"
            disabled={otherAt === null || isPast}
            onClick={() => otherAt !== null && onPick(otherAt)}
          >
            {otherAt === null || isPast ? t('writing.later') : t('writing.sendAt', { time: times.full(otherAt) })}
          </Button>
        </Stack>
      </DatesProvider>
    </Modal>
  );
}
