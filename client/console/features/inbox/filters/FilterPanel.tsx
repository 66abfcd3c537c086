/** Everything that a list may be narrowed down by; what is asked for often first, the rest behind a click. */
import { Button, SegmentedControl, Select, Switch, TextInput, UnstyledButton } from '@mantine/core';
import { IconChevronDown } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { priorities } from '../../../../../shared/model/conversation.ts';
import type { ListFilter } from '../../../../../shared/model/list.ts';
import type { SavedView } from '../../../../../shared/model/saved-view.ts';
import { usePreferences } from '../../../app/shell-context.ts';
import { useStandardAttributes } from '../../../attributes/use-standard-attributes.ts';
import { useCatalogue } from '../../../http/catalogue.ts';
import { useColleagues } from '../../../sync/colleagues.ts';
import { countFilters, type ListChoice, queueOf, usualChoice } from '../../../sync/views.ts';
import classes from '../list-head.module.css';
import { SaveView } from '../views/SaveView.tsx';
import { AttributeFilter } from './AttributeFilter.tsx';
import { RangeFilter } from './RangeFilter.tsx';

export interface FilterPanelProps {
  choice: ListChoice;
  saved: SavedView | null;
  onChoose(choice: Pick<ListChoice, 'sort' | 'filter'> | null): void;
  /** it was kept as a view: there is nothing more to choose */
  onClose(): void;
}

const rare = [
  ...(['queueId', 'teamId', 'snoozed', 'channel', 'language', 'dispositionId', 'attribute', 'numberFrom'] as const),
  ...(['numberTo', 'created', 'changed', 'waiting'] as const),
] satisfies (keyof ListFilter)[];

export function FilterPanel({ choice, saved, onChoose, onClose }: FilterPanelProps) {
  const { t } = useTranslation();
  const catalogue = useCatalogue().data;
  const colleagues = useColleagues();
  const [{ density }, change] = usePreferences();
  const { view, filter, sort } = choice;
  const [isMore, setMore] = useState(rare.some((name) => filter[name] !== undefined));
  const put = (part: Partial<Record<keyof ListFilter, unknown>>) => {
    const kept = Object.entries({ ...filter, ...part }).filter(([, value]) => value !== undefined && value !== null);
    onChoose({ sort, filter: Object.fromEntries(kept) as ListFilter });
  };
  const keep = () => {
    onChoose(null);
    onClose();
  };
  const isFixed = view === 'mine' || view === 'waiting' || view === 'snoozed';
  const select = {
    clearable: true,
    placeholder: t('list.any'),
    searchable: true,
    size: 'xs',
    comboboxProps: { withinPortal: false },
  } as const;
  return (
    <div className={classes.filters}>
      {!isFixed && (
        <SegmentedControl
          size="xs"
          aria-label={t('list.status')}
          data={(['open', 'closed', 'any'] as const).map((value) => ({ value, label: t(`list.statuses.${value}`) }))}
          value={filter.status ?? 'any'}
          onChange={(value) => put({ status: value === 'any' ? undefined : value })}
        />
      )}
      <Switch
        label={t('list.unreadOnly')}
        checked={filter.unread === true}
        onChange={(event) => put({ unread: event.currentTarget.checked ? true : undefined })}
      />
      <Switch
        label={t('list.filesOnly')}
        checked={filter.files === true}
        onChange={(event) => put({ files: event.currentTarget.checked ? true : undefined })}
      />
      <Select
        {...select}
        label={t('list.tag')}
        data={catalogue?.tags.map(({ id, name }) => ({ value: id, label: name })) ?? []}
        value={filter.tagId ?? null}
        onChange={(tagId) => put({ tagId })}
      />
      <Select
        {...select}
        label={t('list.priority')}
        data={priorities.map((value) => ({ value, label: t(`list.priorities.${value}`) }))}
        value={filter.priority ?? null}
        onChange={(priority) => put({ priority })}
      />
      <Select
        {...select}
        label={t('list.inbox')}
        data={catalogue?.inboxes.map(({ id, name }) => ({ value: id, label: name })) ?? []}
        value={filter.inboxId ?? null}
        onChange={(inboxId) => put({ inboxId })}
      />
      {view !== 'mine' && view !== 'waiting' && (
        <Select
          {...select}
          label={t('list.owner')}
          data={[
            { value: 'me', label: t('list.also.me') },
            { value: 'nobody', label: t('list.also.nobody') },
            ...colleagues.map(({ id, name }) => ({ value: id as string, label: name })),
          ]}
          value={filter.ownerId ?? null}
          onChange={(ownerId) => put({ ownerId })}
        />
      )}
      <UnstyledButton className={classes.moreFilters} aria-expanded={isMore} onClick={() => setMore(!isMore)}>
        {t('list.also.title')} <IconChevronDown size={14} stroke={2} aria-hidden="true" />
      </UnstyledButton>
      {isMore && <MoreFilters choice={choice} put={put} />}
      <SaveView choice={choice} at={saved} onKept={keep} />
      <div className={classes.filtersEnd}>
        <SegmentedControl
          size="xs"
          aria-label={t('list.density')}
          data={(['comfortable', 'compact'] as const).map((value) => ({ value, label: t(`list.densities.${value}`) }))}
          value={density}
          onChange={(value) => change({ density: value as typeof density })}
        />
        <Button
          size="xs"
          variant="subtle"
          color="gray"
          disabled={countFilters(choice) === 0}
          onClick={() => onChoose({ sort, filter: usualChoice(view).filter })}
        >
          {t('list.clear')}
        </Button>
      </div>
    </div>
  );
}

interface MoreProps {
  choice: ListChoice;
  put(part: Partial<Record<keyof ListFilter, unknown>>): void;
}

function MoreFilters({ choice: { view, filter }, put }: MoreProps) {
  const { t } = useTranslation();
  const catalogue = useCatalogue().data;
  const standard = useStandardAttributes();
  const select = {
    clearable: true,
    placeholder: t('list.any'),
    searchable: true,
    size: 'xs',
    comboboxProps: { withinPortal: false },
  } as const;
  const channels = [...new Set(catalogue?.inboxes.map(({ channel }) => channel))];
  const languages = standard.attributes.find(({ id }) => (id as string) === 'language')?.choices ?? [];
  const number = (text: string) => (/^[1-9]\d{0,14}$/.test(text) ? Number(text) : undefined);
  return (
    <>
      {queueOf(view) === null && (
        <>
          <Select
            {...select}
            label={t('list.also.queue')}
            data={catalogue?.queues.map(({ id, name }) => ({ value: id, label: name })) ?? []}
            value={filter.queueId ?? null}
            onChange={(queueId) => put({ queueId })}
          />
          <Select
            {...select}
            label={t('list.also.team')}
            data={catalogue?.teams.map(({ id, name }) => ({ value: id, label: name })) ?? []}
            value={filter.teamId ?? null}
            onChange={(teamId) => put({ teamId })}
          />
        </>
      )}
      {view !== 'snoozed' && (
        <Select
          {...select}
          label={t('list.also.snoozed')}
          data={(['yes', 'no'] as const).map((value) => ({ value, label: t(`list.also.${value}`) }))}
          value={filter.snoozed === undefined ? null : filter.snoozed ? 'yes' : 'no'}
          onChange={(value) => put({ snoozed: value === null ? undefined : value === 'yes' })}
        />
      )}
      <Select
        {...select}
        label={t('list.also.channel')}
        data={channels.map((value) => ({ value, label: t(`channel.${value as 'webchat'}`) }))}
        value={filter.channel ?? null}
        onChange={(channel) => put({ channel })}
      />
      <Select
        {...select}
        label={t('list.also.language')}
        data={languages.map((value) => ({ value, label: standard.describe('language', value) ?? value }))}
        value={filter.language ?? null}
        onChange={(language) => put({ language })}
      />
      {view !== 'mine' && view !== 'waiting' && view !== 'snoozed' && (
        <Select
          {...select}
          label={t('list.also.outcome')}
          data={catalogue?.dispositions.map(({ id, name }) => ({ value: id, label: name })) ?? []}
          value={filter.dispositionId ?? null}
          onChange={(dispositionId) => put({ dispositionId })}
        />
      )}
      <AttributeFilter value={filter.attribute} onChange={(attribute) => put({ attribute })} />
      <RangeFilter name="created" value={filter.created} onChange={(created) => put({ created })} />
      <RangeFilter name="changed" value={filter.changed} onChange={(changed) => put({ changed })} />
      <RangeFilter name="waiting" value={filter.waiting} onChange={(waiting) => put({ waiting })} />
      <div className={classes.pair}>
        <TextInput
          size="xs"
          inputMode="numeric"
          label={t('list.also.numberFrom')}
          value={filter.numberFrom ?? ''}
          onChange={(event) => put({ numberFrom: number(event.currentTarget.value) })}
        />
        <TextInput
          size="xs"
          inputMode="numeric"
          label={t('list.also.numberTo')}
          value={filter.numberTo ?? ''}
          onChange={(event) => put({ numberTo: number(event.currentTarget.value) })}
        />
      </div>
    </>
  );
}
