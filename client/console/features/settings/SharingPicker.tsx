/** Who may use a canned reply or a macro: only its writer, some teams, or everybody. */
import { MultiSelect, Radio } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Catalogue } from '../../../../shared/api.ts';
import type { Sharing } from '../../../../shared/model/catalogue.ts';
import type { TeamId } from '../../../../shared/model/ids.ts';
import { sharableTeams, useSharer } from '../../sharing/sharing.ts';
import { usePermissions } from './permissions.ts';
import classes from './settings.module.css';
import work from './workspace.module.css';

export interface SharingPickerProps {
  sharing: Sharing;
  teams: Catalogue['teams'];
  error?: string;
  onChange(sharing: Sharing): void;
}

export function SharingPicker({ sharing, teams, error, onChange }: SharingPickerProps) {
  const { t } = useTranslation();
  const sharer = useSharer();
  const mayShare = usePermissions().includes('replies:share');
  const open = sharableTeams(teams, sharer);
  if (!mayShare) return <p className={classes.quiet}>{t('workspace.sharing.mineOnly')}</p>;

  function choose(kind: string) {
    if (kind === 'everybody' || kind === 'mine') return onChange({ kind });
    const first = open[0];
    if (first) onChange({ kind: 'teams', teamIds: [first.id] });
  }

  return (
    <Radio.Group aria-label={t('workspace.sharing.label')} value={sharing.kind} error={error} onChange={choose}>
      <div className={work.choices}>
        <Radio value="mine" label={t('workspace.sharing.mine')} />
        {open.length > 0 && <Radio value="teams" label={t('workspace.sharing.teams')} />}
        {sharing.kind === 'teams' && (
          <MultiSelect
            aria-label={t('workspace.sharing.which')}
            ml={28}
            value={sharing.teamIds}
            data={teams.map((team) => ({
              value: team.id,
              label: team.name,
              disabled: !open.some((one) => one.id === team.id),
            }))}
            onChange={(ids) => {
              // Without a team it would be nobody's.
              if (ids.length > 0) onChange({ kind: 'teams', teamIds: ids as TeamId[] });
            }}
          />
        )}
        <Radio value="everybody" label={t('workspace.sharing.everybody')} />
      </div>
    </Radio.Group>
  );
}
