/** Where a choice of the phone menu leads, and the number where it leads to one. */
import { Select, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { QueueBoard } from '../../../../shared/api.ts';
import type { CallMenu, CallWay } from '../../../../shared/model/call-menu.ts';
import { readWay, writeWay } from './phone-draft.ts';

export interface WayFieldsProps {
  label: string;
  way: CallWay;
  menu: CallMenu;
  queues: QueueBoard['queues'];
  /** of the number */
  error: string | undefined;
  onChange(way: CallWay): void;
}

export function WayFields({ label, way, menu, queues, error, onChange }: WayFieldsProps) {
  const { t } = useTranslation();
  const named = 'queueId' in way ? way.queueId : null;
  const open = queues.filter((queue) => !queue.archived || queue.id === named);
  const each = (to: 'queue' | 'callback') => [
    { value: `${to}:`, label: t(`phoneLine.ways.${to}Own`) },
    ...open.map(({ id, name }) => ({ value: `${to}:${id}`, label: t(`phoneLine.ways.${to}`, { name }) })),
  ];
  return (
    <>
      <Select
        label={label}
        value={writeWay(way)}
        allowDeselect={false}
        data={[
          ...each('queue'),
          ...menu.menus.map(({ key }, at) => ({
            value: `menu:${key}`,
            label: t('phoneLine.ways.menu', { number: at + 1 }),
          })),
          ...(['voicemail', 'forward', 'hang-up'] as const).map((to) => ({
            value: to,
            label: t(`phoneLine.ways.${to}`),
          })),
          ...each('callback'),
        ]}
        onChange={(value) => value !== null && onChange(readWay(value, way))}
      />
      {way.to === 'forward' && (
        <TextInput
          label={t('phoneLine.ways.number')}
          value={way.number}
          maxLength={32}
          inputMode="tel"
          error={way.number === '' ? undefined : error}
          onChange={(event) => onChange({ to: 'forward', number: event.currentTarget.value })}
        />
      )}
    </>
  );
}
