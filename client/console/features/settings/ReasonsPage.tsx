/** Presence reasons: why somebody takes no work for a while, and how long that may last. */
import { NumberInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { PresenceReason } from '../../../../shared/model/catalogue.ts';
import { type FieldsProps, ListedPage } from './ListedPage.tsx';

const blank: Omit<PresenceReason, 'id'> = { name: '', minutes: null, archived: false };

export function ReasonsPage() {
  const { t } = useTranslation();
  return (
    <ListedPage<PresenceReason>
      words="reasons"
      collection="presence-reasons"
      read={({ presenceReasons }) => presenceReasons}
      blank={blank}
      columns={[
        {
          label: 'workspace.reasons.minutes',
          render: ({ minutes }) =>
            minutes === null ? t('workspace.reasons.noLimit') : t('workspace.reasons.upTo', { count: minutes }),
        },
      ]}
      fields={(props) => <Fields {...props} />}
    />
  );
}

function Fields({ draft, change }: FieldsProps<PresenceReason>) {
  const { t } = useTranslation();
  return (
    <NumberInput
      label={t('workspace.reasons.minutes')}
      description={t('workspace.reasons.minutesHint')}
      placeholder={t('workspace.reasons.noLimit')}
      value={draft.minutes ?? ''}
      min={1}
      max={1440}
      allowDecimal={false}
      onChange={(value) => change({ minutes: value === '' ? null : Math.min(1_440, Math.max(1, Number(value))) })}
    />
  );
}
