/** The phone menu's editor: what is said first, what is asked, and where each key leads. */
import { Button, NumberInput, Select, Textarea, TextInput } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { CallMenu } from '../../../../shared/model/call-menu.ts';
import type { PhonePart } from './PhoneForm.tsx';
import phone from './phone.module.css';
import { addMenu, digits, removeMenu } from './phone-draft.ts';
import classes from './settings.module.css';
import { WayFields } from './WayFields.tsx';

export const spoken = [
  'en-US',
  'en-GB',
  'zh-CN',
  'de-DE',
  'fr-FR',
  'es-ES',
  'it-IT',
  'nl-NL',
  'pl-PL',
  'pt-BR',
  'ja-JP',
];

type Menu = CallMenu['menus'][number];

export function PhoneMenu(part: PhonePart) {
  const { t, i18n } = useTranslation();
  const { draft, set, setMenu } = part;
  const { menu } = draft;
  const names = new Intl.DisplayNames([i18n.language === 'zh' ? 'zh-Hans' : 'en-GB'], { type: 'language' });
  const languages = spoken.includes(menu.language) ? spoken : [menu.language, ...spoken];
  return (
    <>
      <Select
        label={t('phoneLine.menu.language')}
        value={menu.language}
        allowDeselect={false}
        data={languages.map((value) => ({ value, label: names.of(value) ?? value }))}
        onChange={(value) => value !== null && setMenu({ language: value })}
      />
      <Textarea
        label={t('phoneLine.menu.greeting')}
        description={t('phoneLine.menu.greetingHint')}
        value={menu.greeting}
        maxLength={1_000}
        autosize
        minRows={2}
        onChange={(event) => setMenu({ greeting: event.currentTarget.value })}
      />
      {menu.menus.length > 0 && (
        <Select
          label={t('phoneLine.menu.start')}
          value={menu.start ?? ''}
          allowDeselect={false}
          data={[
            ...menu.menus.map(({ key }, at) => ({ value: key, label: t('phoneLine.menu.nth', { number: at + 1 }) })),
            { value: '', label: t('phoneLine.menu.straight') },
          ]}
          onChange={(value) => setMenu({ start: value || null })}
        />
      )}
      {menu.menus.map((one, at) => (
        <MenuFields key={one.key} {...part} one={one} at={at} />
      ))}
      <div>
        <Button
          variant="default"
          leftSection={<IconPlus size={16} />}
          disabled={menu.menus.length >= 20}
          onClick={() => set({ menu: addMenu(menu) })}
        >
          {t('phoneLine.menu.add')}
        </Button>
      </div>
      {menu.menus.length > 0 && <Unclear {...part} />}
    </>
  );
}

/** Of whoever presses nothing, or a key that means nothing. */
function Unclear({ draft: { menu }, setMenu, error, queues }: PhonePart) {
  const { t } = useTranslation();
  const { unclear } = menu;
  const put = (changed: Partial<typeof unclear>) => setMenu({ unclear: { ...unclear, ...changed } });
  return (
    <fieldset className={phone.menu}>
      <legend>{t('phoneLine.menu.silence')}</legend>
      <Textarea
        label={t('phoneLine.menu.unclearSay')}
        description={t('phoneLine.menu.unclearHint')}
        value={unclear.say}
        maxLength={1_000}
        autosize
        onChange={(event) => put({ say: event.currentTarget.value })}
      />
      <NumberInput
        label={t('phoneLine.menu.unclearTries')}
        value={unclear.tries}
        min={1}
        max={5}
        allowDecimal={false}
        error={error('menu.unclear.tries')}
        onChange={(value) => put({ tries: Number(value) || 0 })}
      />
      <WayFields
        label={t('phoneLine.menu.unclearLeads')}
        way={unclear.way}
        menu={menu}
        queues={queues}
        error={error('menu.unclear.way.number')}
        onChange={(way) => put({ way })}
      />
    </fieldset>
  );
}

function MenuFields({ draft, set, setMenu, error, queues, one, at }: PhonePart & { one: Menu; at: number }) {
  const { t } = useTranslation();
  const { menu } = draft;
  const name = t('phoneLine.menu.nth', { number: at + 1 });
  const change = (changed: Partial<Menu>) =>
    setMenu({ menus: menu.menus.map((each) => (each.key === one.key ? { ...each, ...changed } : each)) });
  const replace = (index: number, changed: Partial<Menu['choices'][number]>) =>
    change({ choices: one.choices.map((choice, i) => (i === index ? { ...choice, ...changed } : choice)) });
  const free = digits.find((digit) => !one.choices.some((choice) => choice.digit === digit));
  return (
    <fieldset className={phone.menu}>
      <legend>{name}</legend>
      <Textarea
        label={t('phoneLine.menu.say')}
        placeholder={t('phoneLine.menu.sayExample')}
        value={one.say}
        maxLength={1_000}
        autosize
        minRows={2}
        error={one.say === '' ? t('phoneLine.menu.sayMissing') : error(`menu.menus.${at}.say`)}
        onChange={(event) => change({ say: event.currentTarget.value })}
      />
      {one.choices.map((choice, index) => (
        // Keys change while they are chosen, so the place is what a choice is known by.
        // biome-ignore lint/suspicious/noArrayIndexKey: its fields hold no state of their own
        <fieldset key={index} className={phone.choice}>
          <legend className="visually-hidden">{t('phoneLine.menu.choice', { digit: choice.digit })}</legend>
          <Select
            label={t('phoneLine.menu.key')}
            value={choice.digit}
            allowDeselect={false}
            data={digits}
            error={error(`menu.menus.${at}.choices.${index}.digit`) && t('phoneLine.menu.keyTwice')}
            onChange={(value) => value !== null && replace(index, { digit: value })}
          />
          <TextInput
            label={t('phoneLine.menu.label')}
            value={choice.label}
            maxLength={80}
            onChange={(event) => replace(index, { label: event.currentTarget.value })}
          />
          <WayFields
            label={t('phoneLine.menu.leads')}
            way={choice.way}
            menu={menu}
            queues={queues}
            error={error(`menu.menus.${at}.choices.${index}.way.number`)}
            onChange={(way) => replace(index, { way })}
          />
          {one.choices.length > 1 && (
            <Button
              variant="subtle"
              size="xs"
              aria-label={t('phoneLine.menu.removeChoice', { digit: choice.digit })}
              onClick={() => change({ choices: one.choices.filter((_, i) => i !== index) })}
            >
              {t('common.remove')}
            </Button>
          )}
        </fieldset>
      ))}
      <div className={classes.row}>
        {free !== undefined && (
          <Button
            variant="default"
            size="xs"
            onClick={() =>
              change({ choices: [...one.choices, { digit: free, label: '', way: { to: 'queue', queueId: null } }] })
            }
          >
            {t('phoneLine.menu.addChoice')}
          </Button>
        )}
        <Button variant="default" size="xs" onClick={() => set({ menu: removeMenu(menu, one.key) })}>
          {t('phoneLine.menu.remove', { name })}
        </Button>
      </div>
    </fieldset>
  );
}
