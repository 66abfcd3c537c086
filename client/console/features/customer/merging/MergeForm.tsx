/** Two customers side by side, with a choice for each value that differs. */

import { Button, Group, Radio, Stack } from '@mantine/core';
import { IconArrowsUpDown } from '@tabler/icons-react';
import { useCallback, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ErrorCode } from '../../../../../shared/errors.ts';
import type { AttributeValue } from '../../../../../shared/model/customer.ts';
import type { OtherCustomer } from '../../../../../shared/model/customer-match.ts';
import type { MergePreview } from '../../../../../shared/model/customer-merge.ts';
import type { ConversationId } from '../../../../../shared/model/ids.ts';
import { useUndo } from '../../../app/use-undo.tsx';
import { describeValue } from '../../../attributes/describe-value.ts';
import { useStandardAttributes } from '../../../attributes/use-standard-attributes.ts';
import { useCatalogue } from '../../../http/catalogue.ts';
import { useTimes } from '../../../i18n/times.ts';
import { drawId } from '../../../sync/random-id.ts';
import { useDesk } from '../../../sync/use-desk.ts';
import { MergeSides } from './MergeSides.tsx';
import classes from './merging.module.css';
import { useUnmerge } from './use-unmerge.ts';

export interface MergeFormProps {
  conversationId: ConversationId;
  other: OtherCustomer;
  onOther?: () => void;
  onClose(): void;
}

export function MergeForm({ conversationId: here, other: there, onOther, onClose }: MergeFormProps) {
  const { t } = useTranslation();
  const times = useTimes();
  const desk = useDesk();
  const showUndo = useUndo();
  const standards = useStandardAttributes();
  const [isTurned, setTurned] = useState(false);
  // The first of the two goes on, and the other becomes part of them.
  const [conversationId, other] = isTurned && typeof there === 'string' ? [there, here] : [here, there];
  const unmerge = useUnmerge(here);
  const attributes = useCatalogue().data?.attributes ?? [];
  const [clientId, setClientId] = useState(() => drawId());
  const [preview, setPreview] = useState<MergePreview | null>(null);
  const [chosen, setChosen] = useState<Readonly<Record<string, string>>>({});
  const [isBusy, setBusy] = useState(false);
  const [failure, setFailure] = useState<ErrorCode | null>(null);

  const look = useCallback(async () => {
    const answer = await desk.customers.previewMerge(conversationId, other);
    if (answer.ok) setPreview(answer.value);
    else setFailure(answer.error.code);
  }, [desk, conversationId, other]);
  useEffect(() => void look(), [look]);

  async function merge({ conflicts, mine, theirs }: MergePreview) {
    setBusy(true);
    const takes = conflicts.filter(({ field, preferred }) => (chosen[field] ?? preferred) === 'theirs');
    const seen = { mine: mine.rev, theirs: theirs.rev };
    const order = { clientId, other, takes: takes.map(({ field }) => field), seen };
    const answer = await desk.customers.merge(conversationId, order);
    setBusy(false);
    if (answer.ok) {
      onClose();
      const { mergeId } = answer.value;
      showUndo(t('merge.done', { from: theirs.name, into: mine.name }), () => void unmerge(mergeId));
      return;
    }
    setFailure(answer.error.code);
    if (answer.error.code !== 'conflict') return;
    // What is shown now is another thing than what was refused.
    setClientId(drawId());
    await look();
  }

  function turn() {
    setTurned(!isTurned);
    // Both are looked at anew, as what is chosen and refused is another thing now.
    setPreview(null);
    setChosen({});
    setFailure(null);
    setClientId(drawId());
  }

  const nameOf = (field: string): string =>
    field === 'name'
      ? t('person.name')
      : ([...standards.attributes, ...attributes].find(({ id }) => id === field)?.name ?? field);
  const wordsFor = (field: string, value: AttributeValue): string =>
    standards.describe(field, value) ?? describeValue(value, t, times.locale);
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (preview) void merge(preview);
      }}
    >
      <Stack gap="md">
        {preview && (
          <>
            <MergeSides preview={preview} />
            {typeof there === 'string' && (
              <Group justify="flex-start">
                <Button
                  size="compact-sm"
                  variant="default"
                  leftSection={<IconArrowsUpDown size={14} stroke={1.75} />}
                  onClick={turn}
                >
                  {t('merge.turn')}
                </Button>
              </Group>
            )}
            {preview.conflicts.length === 0 && <p className={classes.quiet}>{t('merge.noConflicts')}</p>}
            {preview.conflicts.map(({ field, mine, theirs, preferred }) => (
              <Radio.Group
                key={field}
                label={t('merge.whichName', { field: nameOf(field) })}
                value={chosen[field] ?? preferred}
                onChange={(next) => setChosen({ ...chosen, [field]: next })}
              >
                <Stack gap={6} mt={4}>
                  <Radio value="mine" label={<bdi>{wordsFor(field, mine)}</bdi>} />
                  <Radio value="theirs" label={<bdi>{wordsFor(field, theirs)}</bdi>} />
                </Stack>
              </Radio.Group>
            ))}
            <p className={classes.quiet}>{t('merge.hint')}</p>
          </>
        )}
        {failure && (
          <p className={classes.failure} role="alert">
            {failure === 'conflict'
              ? t('merge.outdated')
              : failure === 'invalid'
                ? t('merge.same')
                : `${t('merge.failed')} ${t(`error.${failure}`)}`}
          </p>
        )}
        <Group justify="flex-end" gap="sm">
          {onOther && (
            <Button variant="subtle" color="gray" mr="auto" onClick={onOther}>
              {t('merge.other')}
            </Button>
          )}
          <Button variant="subtle" color="gray" onClick={onClose}>
            {t('common.cancel')}
          </Button>
          <Button type="submit" loading={isBusy} disabled={!preview}>
            {t('merge.merge')}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
