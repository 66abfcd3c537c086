/** What a list is narrowed down to, each in a word that can be taken away. */
import { useTranslation } from 'react-i18next';
import type { ListFilter, TimeRange } from '../../../../../shared/model/list.ts';
import { isStandard } from '../../../../../shared/model/standard-attributes.ts';
import { useCatalogue } from '../../../http/catalogue.ts';
import { useTimes } from '../../../i18n/times.ts';
import { useColleagues } from '../../../sync/colleagues.ts';
import { wordOfRange } from './time-ranges.ts';

export interface Chip {
  keys: (keyof ListFilter)[];
  label: string;
}

export function useChips(filter: ListFilter): Chip[] {
  const { t } = useTranslation();
  const { locale } = useTimes();
  const catalogue = useCatalogue().data;
  const colleagues = useColleagues();
  const chips: Chip[] = [];
  const put = (key: keyof ListFilter, label: string | undefined) => {
    if (filter[key] !== undefined) chips.push({ keys: [key], label: label ?? '…' });
  };
  const nameOf = (all: readonly { id: string; name: string }[] | undefined, id: string | undefined) =>
    all?.find((one) => one.id === id)?.name;
  const day = (at: number | undefined) =>
    at === undefined ? '' : new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'short' }).format(at);
  const range = (name: 'created' | 'changed' | 'waiting', value: TimeRange | undefined) => {
    const word = wordOfRange(value);
    if (word === null || value === undefined) return undefined;
    const said =
      word === 'between'
        ? `${day(value.after)} – ${day(value.before === undefined ? undefined : value.before - 1)}`
        : name === 'waiting'
          ? t(`list.waitsFor.${word as 'over5m'}`)
          : t(`list.ago.${word as 'h1'}`);
    return `${t(`list.also.${name}`)}: ${said}`;
  };
  const { attribute, ownerId, numberFrom, numberTo, language } = filter;
  put('unread', t('list.unread'));
  put('files', t('list.files'));
  put('tagId', nameOf(catalogue?.tags, filter.tagId));
  put('priority', filter.priority && t(`list.priorities.${filter.priority}`));
  put('inboxId', nameOf(catalogue?.inboxes, filter.inboxId));
  put(
    'ownerId',
    ownerId === 'me' || ownerId === 'nobody'
      ? t(`list.also.${ownerId as 'me' | 'nobody'}`)
      : nameOf(colleagues, ownerId),
  );
  put('queueId', nameOf(catalogue?.queues, filter.queueId));
  put('teamId', nameOf(catalogue?.teams, filter.teamId));
  put('snoozed', `${t('list.also.snoozed')}: ${t(`list.also.${filter.snoozed ? 'yes' : 'no'}`)}`);
  put('channel', filter.channel && t(`channel.${filter.channel as 'webchat'}`));
  put('language', language && new Intl.DisplayNames([locale], { type: 'language' }).of(language));
  put('dispositionId', nameOf(catalogue?.dispositions, filter.dispositionId));
  if (attribute) {
    const id: string = attribute.id;
    const name = isStandard(id) ? t(`standard.${id}`) : nameOf(catalogue?.attributes, id);
    const { value } = attribute;
    put('attribute', `${name ?? '…'}: ${typeof value === 'boolean' ? t(`list.also.${value ? 'yes' : 'no'}`) : value}`);
  }
  for (const name of ['created', 'changed', 'waiting'] as const) put(name, range(name, filter[name]));
  if (numberFrom !== undefined || numberTo !== undefined) {
    chips.push({ keys: ['numberFrom', 'numberTo'], label: `#${numberFrom ?? 1} – ${numberTo ?? '…'}` });
  }
  return chips;
}
