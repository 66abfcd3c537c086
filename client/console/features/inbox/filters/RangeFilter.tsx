/** A stretch of time: chosen by how long ago, which goes along with the clock, or between two days. */
import { Select, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { TimeRange } from '../../../../../shared/model/list.ts';
import classes from '../list-head.module.css';
import { type Ago, rangeOfWord, wordOfRange, wordsOfRange } from './time-ranges.ts';

export interface RangeFilterProps {
  name: 'created' | 'changed' | 'waiting';
  value: TimeRange | undefined;
  onChange(value: TimeRange | undefined): void;
}

const DAY = 24 * 3_600_000;

export function RangeFilter({ name, value, onChange }: RangeFilterProps) {
  const { t } = useTranslation();
  const [isBetween, setBetween] = useState(wordOfRange(value) === 'between');
  const dayOf = (at: number | undefined) => {
    if (at === undefined) return '';
    const day = new Date(at);
    return `${day.getFullYear()}-${String(day.getMonth() + 1).padStart(2, '0')}-${String(day.getDate()).padStart(2, '0')}`;
  };
  const startOf = (day: string) => (day === '' ? undefined : new Date(`${day}T00:00:00`).getTime());
  const put = (part: TimeRange) => {
    const next = { after: value?.after, before: value?.before, ...part };
    onChange(next.after === undefined && next.before === undefined ? undefined : next);
  };
  return (
    <>
      <Select
        clearable
        placeholder={t('list.any')}
        size="xs"
        comboboxProps={{ withinPortal: false }}
        label={t(`list.also.${name}`)}
        data={wordsOfRange[name].map((word) => ({
          value: word as string,
          label: name === 'waiting' ? t(`list.waitsFor.${word as 'over5m'}`) : t(`list.ago.${word as 'h1'}`),
        }))}
        value={isBetween ? 'between' : wordOfRange(value)}
        onChange={(word) => {
          setBetween(word === 'between');
          onChange(word === null || word === 'between' ? undefined : rangeOfWord(word as Ago));
        }}
      />
      {isBetween && (
        <div className={classes.pair}>
          <TextInput
            size="xs"
            type="date"
            label={t('list.also.from')}
            value={dayOf(value?.after)}
            onChange={(event) => put({ after: startOf(event.currentTarget.value) })}
          />
          <TextInput
            size="xs"
            type="date"
            label={t('list.also.to')}
            value={dayOf(value?.before === undefined ? undefined : value.before - DAY / 2)}
            onChange={(event) => {
              const day = startOf(event.currentTarget.value);
              put({ before: day === undefined ? undefined : dayAfter(day) });
            }}
          />
        </div>
      )}
    </>
  );
}

/** A day may be an hour shorter or longer. */
function dayAfter(at: number): number {
  const day = new Date(at);
  day.setDate(day.getDate() + 1);
  return day.getTime();
}
