/** What callers hear while they wait, how long they do, and what the mailbox of voices says. */
import { NumberInput, Switch, Textarea } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { PhonePart } from './PhoneForm.tsx';
import classes from './settings.module.css';

export function PhoneWaiting({ draft, setMenu, error }: PhonePart) {
  const { t } = useTranslation();
  const { waiting, voicemail } = draft.menu;
  const put = (changed: Partial<typeof waiting>) => setMenu({ waiting: { ...waiting, ...changed } });
  return (
    <>
      <Textarea
        label={t('phoneLine.waiting.say')}
        value={waiting.say}
        maxLength={1_000}
        autosize
        minRows={2}
        onChange={(event) => put({ say: event.currentTarget.value })}
      />
      <div className={classes.pair}>
        <NumberInput
          label={t('phoneLine.waiting.every')}
          value={waiting.everySeconds}
          min={10}
          max={300}
          allowDecimal={false}
          error={error('menu.waiting.everySeconds')}
          onChange={(value) => put({ everySeconds: Number(value) || 0 })}
        />
        <NumberInput
          label={t('phoneLine.waiting.longest')}
          description={t('phoneLine.waiting.longestHint')}
          value={waiting.maxSeconds === null ? '' : Math.round(waiting.maxSeconds / 60)}
          min={1}
          max={120}
          allowDecimal={false}
          onChange={(value) => put({ maxSeconds: Number(value) > 0 ? Number(value) * 60 : null })}
        />
      </div>
      <Switch
        label={t('phoneLine.waiting.place')}
        checked={waiting.tellsPlace}
        onChange={(event) => put({ tellsPlace: event.currentTarget.checked })}
      />
      <Switch
        label={t('phoneLine.waiting.callback')}
        description={t('phoneLine.waiting.callbackHint')}
        checked={waiting.offersCallback}
        onChange={(event) => put({ offersCallback: event.currentTarget.checked })}
      />
      <Textarea
        label={t('phoneLine.voicemail.say')}
        value={voicemail.say}
        maxLength={1_000}
        autosize
        minRows={2}
        onChange={(event) => setMenu({ voicemail: { ...voicemail, say: event.currentTarget.value } })}
      />
      <NumberInput
        label={t('phoneLine.voicemail.longest')}
        value={voicemail.maxSeconds}
        min={10}
        max={600}
        allowDecimal={false}
        error={error('menu.voicemail.maxSeconds')}
        onChange={(value) => setMenu({ voicemail: { ...voicemail, maxSeconds: Number(value) || 0 } })}
      />
    </>
  );
}
