/** What a search is narrowed down to: one chip for each thing, which offers its choices, and lets go of the one that was made. */
import { Menu, UnstyledButton } from '@mantine/core';
import { IconChevronDown, IconX } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { type SearchFilter, searchWriters } from '../../../../../shared/model/search.ts';
import { cx } from '../../../../ui/cx.ts';
import { useTimes } from '../../../i18n/times.ts';
import { useNow } from '../../../sync/use-now.ts';
import type { FilterNames } from './read-filters.ts';
import classes from './search.module.css';

export interface SearchFiltersProps {
  filter: SearchFilter;
  names: FilterNames;
  onChange(filter: SearchFilter): void;
}

interface Choice {
  label: string;
  part: SearchFilter;
}

const DAY = 24 * 3_600_000;

export function SearchFilters({ filter, names, onChange }: SearchFiltersProps) {
  const { t } = useTranslation();
  const times = useTimes();
  const now = useNow(60_000);
  const { from, authorId, channel, queueId, status, archived, files, after, before } = filter;
  const nameOf = (all: readonly { id: string; name: string }[], id: string | undefined) =>
    all.find((one) => one.id === id)?.name;
  const day = (at: number | undefined) => (at === undefined ? '' : times.day(at, now));
  const dates = after !== undefined || before !== undefined ? `${day(after)} – ${day(before)}` : undefined;
  const chips: { key: string; label: string; value: string | undefined; without: SearchFilter; choices: Choice[] }[] = [
    {
      key: 'from',
      label: t('search.from'),
      value: from ? t(`search.writers.${from}`) : nameOf(names.colleagues, authorId),
      without: { ...filter, from: undefined, authorId: undefined },
      choices: [
        ...searchWriters.map((one) => ({
          label: t(`search.writers.${one}`),
          part: { from: one, authorId: undefined },
        })),
        ...names.colleagues.map(({ id, name }) => ({ label: name, part: { authorId: id, from: undefined } })),
      ],
    },
    {
      key: 'channel',
      label: t('search.channel'),
      value: channel === undefined ? undefined : t(`channel.${channel as 'webchat'}`),
      without: { ...filter, channel: undefined },
      choices: names.channels.map((one) => ({ label: t(`channel.${one as 'webchat'}`), part: { channel: one } })),
    },
    {
      key: 'queue',
      label: t('search.queue'),
      value: nameOf(names.queues, queueId),
      without: { ...filter, queueId: undefined },
      choices: names.queues.map(({ id, name }) => ({ label: name, part: { queueId: id } })),
    },
    {
      key: 'date',
      label: t('search.date'),
      value: dates,
      without: { ...filter, after: undefined, before: undefined },
      choices: ([1, 7, 30, 365] as const).map((days) => ({
        label: t(`search.days.d${days}`),
        part: { after: startOfDay(days), before: undefined },
      })),
    },
    {
      key: 'status',
      label: t('list.status'),
      value: status && t(`list.statuses.${status}`),
      without: { ...filter, status: undefined },
      choices: (['open', 'closed'] as const).map((one) => ({
        label: t(`list.statuses.${one}`),
        part: { status: one },
      })),
    },
    {
      key: 'files',
      label: t('search.has'),
      value: files && t('search.file'),
      without: { ...filter, files: undefined },
      choices: [{ label: t('search.file'), part: { files: true } }],
    },
    {
      key: 'archived',
      label: t('search.customers'),
      value: archived && t('search.archived'),
      without: { ...filter, archived: undefined },
      choices: [{ label: t('search.archived'), part: { archived: true } }],
    },
  ];
  return (
    <fieldset className={classes.chips} aria-label={t('search.filters')}>
      {chips.map(({ key, label, value, without, choices }) =>
        value === undefined ? (
          <Menu key={key} width={200} position="bottom-start" withinPortal>
            <Menu.Target>
              <UnstyledButton className={classes.chip}>
                {label} <IconChevronDown size={12} stroke={2} aria-hidden="true" />
              </UnstyledButton>
            </Menu.Target>
            <Menu.Dropdown className={classes.choices}>
              {choices.map((choice) => (
                <Menu.Item key={choice.label} onClick={() => onChange(whole({ ...filter, ...choice.part }))}>
                  {choice.label}
                </Menu.Item>
              ))}
            </Menu.Dropdown>
          </Menu>
        ) : (
          <UnstyledButton
            key={key}
            className={cx(classes.chip, classes.made)}
            aria-label={t('list.without', { name: `${label}: ${value}` })}
            onClick={() => onChange(whole(without))}
          >
            {value} <IconX size={12} stroke={2} aria-hidden="true" />
          </UnstyledButton>
        ),
      )}
    </fieldset>
  );
}

/** `days` ago, and the day begun then counts whole; so that typing on asks for the same. */
function startOfDay(days: number): number {
  const day = new Date(Date.now() - (days - 1) * DAY);
  day.setHours(0, 0, 0, 0);
  return day.getTime();
}

const whole = (filter: SearchFilter): SearchFilter =>
  Object.fromEntries(Object.entries(filter).filter(([, value]) => value !== undefined));
