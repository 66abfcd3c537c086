/** The phone menu as a caller goes through it, in words: press the keys and see where one comes to. */
import { Button, Switch } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { QueueBoard } from '../../../../shared/api.ts';
import type { CallMenu, CallWay } from '../../../../shared/model/call-menu.ts';
import { showNumber } from '../../../../shared/show-number.ts';
import phone from './phone.module.css';
import { hear } from './phone-draft.ts';
import classes from './settings.module.css';

export function PhonePreview({ menu, queues }: { menu: CallMenu; queues: QueueBoard['queues'] }) {
  const { t } = useTranslation();
  const [isOpen, setOpen] = useState(true);
  const [pressed, setPressed] = useState<string[]>([]);
  const { said, choices, end } = hear(menu, isOpen, pressed);

  function nameEnd(way: CallWay): string {
    if (way.to !== 'queue' && way.to !== 'callback') return t(`phoneLine.ways.${way.to}`, { number: '' });
    const name = queues.find(({ id }) => id === way.queueId)?.name;
    return name === undefined ? t(`phoneLine.ways.${way.to}Own`) : t(`phoneLine.ways.${way.to}`, { name });
  }

  return (
    <>
      <Switch
        label={t('phoneLine.preview.open')}
        checked={isOpen}
        onChange={(event) => {
          setOpen(event.currentTarget.checked);
          setPressed([]);
        }}
      />
      <ol className={phone.heard} aria-live="polite" lang={menu.language}>
        {said.map((text, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the same may be said twice, and is known by when
          <li key={at}>{text}</li>
        ))}
      </ol>
      {choices && (
        <div className={classes.row}>
          {choices.map(({ digit, label }) => (
            <Button key={digit} variant="default" size="xs" onClick={() => setPressed([...pressed, digit])}>
              {label === '' ? digit : `${digit} · ${label}`}
            </Button>
          ))}
        </div>
      )}
      {end && (
        <p>
          {t('phoneLine.preview.end')} <strong>{nameEnd(end)}</strong>
          {end.to === 'forward' && ` ${showNumber(end.number)}`}
        </p>
      )}
      {pressed.length > 0 && (
        <div>
          <Button variant="subtle" size="xs" onClick={() => setPressed([])}>
            {t('phoneLine.preview.again')}
          </Button>
        </div>
      )}
    </>
  );
}
