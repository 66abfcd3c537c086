/** How much may be dialled from a number, how long a call may be, and how often somebody is called back. */
import { NumberInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { PhonePart } from './PhoneForm.tsx';
import classes from './settings.module.css';

const whole = (value: string | number): number => Math.round(Number(value) || 0);

export function PhoneLimits({ draft: { limits, callbacks }, set, error }: PhonePart) {
  const { t } = useTranslation();
  const put = (changed: Partial<typeof limits>) => set({ limits: { ...limits, ...changed } });
  const putCallbacks = (changed: Partial<typeof callbacks>) => set({ callbacks: { ...callbacks, ...changed } });
  return (
    <>
      <div className={classes.pair}>
        <NumberInput
          label={t('phoneLine.limits.perMinute')}
          value={limits.perMinute}
          min={1}
          max={600}
          allowDecimal={false}
          error={error('limits.perMinute')}
          onChange={(value) => put({ perMinute: whole(value) })}
        />
        <NumberInput
          label={t('phoneLine.limits.perHour')}
          value={limits.perHour}
          min={1}
          max={10_000}
          allowDecimal={false}
          error={error('limits.perHour')}
          onChange={(value) => put({ perHour: whole(value) })}
        />
      </div>
      <NumberInput
        label={t('phoneLine.limits.longest')}
        description={t('phoneLine.limits.longestHint')}
        value={limits.longestMinutes ?? ''}
        min={2}
        max={1_440}
        allowDecimal={false}
        error={error('limits.longestMinutes')}
        onChange={(value) => put({ longestMinutes: value === '' ? null : whole(value) })}
      />
      <div className={classes.pair}>
        <NumberInput
          label={t('phoneLine.limits.price')}
          description={t('phoneLine.limits.priceHint')}
          value={limits.pricePerMinute}
          min={0}
          max={1_000}
          decimalScale={4}
          error={error('limits.pricePerMinute')}
          onChange={(value) => put({ pricePerMinute: Number(value) || 0 })}
        />
        <NumberInput
          label={t('phoneLine.limits.spend')}
          description={t('phoneLine.limits.spendHint')}
          value={limits.spendPerDay ?? ''}
          min={0}
          max={1_000_000}
          decimalScale={2}
          error={error('limits.spendPerDay')}
          onChange={(value) => put({ spendPerDay: value === '' ? null : Number(value) || 0 })}
        />
      </div>
      <div className={classes.pair}>
        <NumberInput
          label={t('phoneLine.callbacks.attempts')}
          description={t('phoneLine.callbacks.attemptsHint')}
          value={callbacks.attempts}
          min={1}
          max={10}
          allowDecimal={false}
          error={error('callbacks.attempts')}
          onChange={(value) => putCallbacks({ attempts: whole(value) })}
        />
        <NumberInput
          label={t('phoneLine.callbacks.between')}
          value={callbacks.minutesBetween}
          min={1}
          max={1_440}
          allowDecimal={false}
          error={error('callbacks.minutesBetween')}
          onChange={(value) => putCallbacks({ minutesBetween: whole(value) })}
        />
      </div>
    </>
  );
}
