/** Who sees a view: whoever made it, a team, or everybody; offered as far as one may share. */
import { Select } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Sharing } from '../../../../../shared/model/catalogue.ts';
import type { TeamId } from '../../../../../shared/model/ids.ts';
import { useCatalogue } from '../../../http/catalogue.ts';
import { nameTeams, sharableTeams, useSharer } from '../../../sharing/sharing.ts';

export interface SharingSelectProps {
  sharing: Sharing;
  label: string;
  isLabelShown?: boolean;
  disabled?: boolean;
  onChange(sharing: Sharing): void;
}

const wordOf = (sharing: Sharing): string => (sharing.kind === 'teams' ? sharing.teamIds.join() : sharing.kind);

export function SharingSelect({
  sharing,
  label,
  isLabelShown = false,
  disabled = false,
  onChange,
}: SharingSelectProps) {
  const { t } = useTranslation();
  const sharer = useSharer();
  const teams = useCatalogue().data?.teams ?? [];
  const mayShare = sharer.permissions.includes('replies:share');
  if (!mayShare && sharing.kind === 'mine') return null;
  const offered = [
    { value: 'mine', label: t('list.own.sharing.mine') },
    ...sharableTeams(teams, sharer).map(({ id, name }) => ({ value: id as string, label: name })),
    { value: 'everybody', label: t('list.own.sharing.everybody') },
  ];
  const value = wordOf(sharing);
  const isOffered = offered.some((one) => one.value === value);
  return (
    <Select
      size="xs"
      aria-label={label}
      label={isLabelShown ? label : undefined}
      disabled={disabled || !mayShare}
      allowDeselect={false}
      comboboxProps={{ withinPortal: false }}
      data={isOffered ? offered : [...offered, { value, label: nameTeams(sharing, teams) }]}
      value={value}
      onChange={(next) => {
        if (next === 'mine' || next === 'everybody') onChange({ kind: next });
        else if (next !== null && next !== value) onChange({ kind: 'teams', teamIds: [next as TeamId] });
      }}
    />
  );
}
