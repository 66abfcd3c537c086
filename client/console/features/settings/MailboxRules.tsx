/** What is done with letters before anybody sees them: rules in their order, each with conditions and what follows. */
import { Button, Checkbox, MultiSelect, SegmentedControl, Select, Switch, TextInput } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { Catalogue } from '../../../../shared/api.ts';
import type { CannedReply } from '../../../../shared/model/catalogue.ts';
import { priorities } from '../../../../shared/model/conversation.ts';
import type { TagId } from '../../../../shared/model/ids.ts';
import type { MailRule } from '../../../../shared/model/mail-rule.ts';
import { ConditionFields } from './ConditionFields.tsx';
import type { MailboxPart } from './MailboxForm.tsx';
import mail from './mailbox.module.css';
import { startCondition, startRule } from './mailbox-draft.ts';
import { Sortable } from './Sortable.tsx';
import classes from './settings.module.css';

export interface MailboxRulesProps extends MailboxPart {
  catalogue: Catalogue;
  replies: CannedReply[];
}

export function MailboxRules({ draft, set, error, catalogue, replies }: MailboxRulesProps) {
  const { t } = useTranslation();
  const { rules } = draft.settings;
  const nameOf = (rule: MailRule, at: number) => rule.name.trim() || t('mailbox.rules.unnamed', { number: at + 1 });
  const replace = (at: number, part: Partial<MailRule>) =>
    set({ rules: rules.map((rule, index) => (index === at ? { ...rule, ...part } : rule)) });
  return (
    <>
      {rules.length === 0 && <p className={classes.quiet}>{t('mailbox.rules.none')}</p>}
      <Sortable<MailRule & { key: string }>
        items={rules.map((rule) => ({ ...rule, key: rule.id }))}
        title={nameOf}
        removeLabel={(rule, at) => t('mailbox.rules.remove', { name: nameOf(rule, at) })}
        onChange={(sorted) => set({ rules: sorted.map(({ key: _, ...rule }) => rule) })}
      >
        {({ key: _, ...rule }, at) => (
          <RuleFields
            rule={rule}
            catalogue={catalogue}
            replies={replies}
            error={(field) => error(`rules.${at}.${field}`)}
            change={(part) => replace(at, part)}
          />
        )}
      </Sortable>
      <div>
        <Button
          variant="default"
          leftSection={<IconPlus size={16} />}
          disabled={rules.length >= 100}
          onClick={() => set({ rules: [...rules, startRule(rules)] })}
        >
          {t('mailbox.rules.add')}
        </Button>
      </div>
    </>
  );
}

interface RuleFieldsProps {
  rule: MailRule;
  catalogue: Catalogue;
  replies: CannedReply[];
  error(field: string): string | undefined;
  change(part: Partial<MailRule>): void;
}

function RuleFields({ rule, catalogue, replies, error, change }: RuleFieldsProps) {
  const { t } = useTranslation();
  const { conditions } = rule;
  const setConditions = (next: MailRule['conditions']) => change({ conditions: next });
  return (
    <div className={mail.rule}>
      <div className={mail.ruleHead}>
        <TextInput
          aria-label={t('workspace.name')}
          placeholder={t('mailbox.rules.namePlaceholder')}
          value={rule.name}
          maxLength={80}
          onChange={(event) => change({ name: event.currentTarget.value })}
        />
        <Switch
          label={t('mailbox.rules.on')}
          checked={rule.on}
          onChange={(event) => change({ on: event.currentTarget.checked })}
        />
      </div>
      <SegmentedControl
        aria-label={t('mailbox.rules.match')}
        size="xs"
        value={rule.match}
        data={(['all', 'any'] as const).map((one) => ({ value: one, label: t(`mailbox.rules.matches.${one}`) }))}
        onChange={(value) => change({ match: value === 'any' ? 'any' : 'all' })}
      />
      <div className={mail.conditions}>
        {conditions.map((condition, at) => (
          <ConditionFields
            // biome-ignore lint/suspicious/noArrayIndexKey: conditions have no name of their own, and their fields hold no state
            key={at}
            condition={condition}
            name={t('mailbox.rules.condition', { number: at + 1 })}
            error={(field) => error(`conditions.${at}.${field}`)}
            onChange={(next) => setConditions(conditions.map((one, index) => (index === at ? next : one)))}
            onRemove={conditions.length > 1 ? () => setConditions(conditions.filter((_, index) => index !== at)) : null}
          />
        ))}
      </div>
      <div>
        <Button
          variant="subtle"
          size="compact-xs"
          leftSection={<IconPlus size={14} />}
          disabled={conditions.length >= 20}
          onClick={() => setConditions([...conditions, startCondition('subject')])}
        >
          {t('mailbox.rules.addCondition')}
        </Button>
      </div>
      <Outcome rule={rule} catalogue={catalogue} replies={replies} change={change} />
    </div>
  );
}

/** Those in use, and whatever was chosen before it was archived. */
const choices = (all: readonly { id: string; name: string; archived: boolean }[], chosen: readonly (string | null)[]) =>
  all.filter((one) => !one.archived || chosen.includes(one.id)).map(({ id, name }) => ({ value: id, label: name }));

function Outcome({ rule, catalogue, replies, change }: Omit<RuleFieldsProps, 'error'>) {
  const { t } = useTranslation();
  const { outcome } = rule;
  const set = (part: Partial<MailRule['outcome']>) => change({ outcome: { ...outcome, ...part } });
  return (
    <div className={mail.outcome}>
      <Select
        label={t('mailbox.rules.queue')}
        placeholder={t('mailbox.rules.asIs')}
        value={outcome.queueId}
        clearable
        clearButtonProps={{ 'aria-label': t('mailbox.rules.clear') }}
        data={choices(catalogue.queues, [outcome.queueId])}
        onChange={(value) => set({ queueId: catalogue.queues.find(({ id }) => id === value)?.id ?? null })}
      />
      <Select
        label={t('workspace.queues.priority')}
        placeholder={t('mailbox.rules.asIs')}
        value={outcome.priority}
        clearable
        clearButtonProps={{ 'aria-label': t('mailbox.rules.clear') }}
        data={priorities.map((one) => ({ value: one, label: t(`workspace.priorities.${one}`) }))}
        onChange={(value) => set({ priority: priorities.find((one) => one === value) ?? null })}
      />
      <MultiSelect
        label={t('workspace.tags.title')}
        placeholder={outcome.tagIds.length === 0 ? t('mailbox.rules.noTags') : undefined}
        value={outcome.tagIds}
        maxValues={20}
        searchable
        data={choices(catalogue.tags, outcome.tagIds)}
        onChange={(ids) => set({ tagIds: ids as TagId[] })}
      />
      <Select
        label={t('mailbox.rules.suggest')}
        placeholder={t('mailbox.rules.noReply')}
        value={outcome.suggestedReplyId}
        searchable
        clearable
        clearButtonProps={{ 'aria-label': t('mailbox.rules.clear') }}
        data={replies
          .filter(({ sharing, id }) => sharing.kind !== 'mine' || id === outcome.suggestedReplyId)
          .map(({ id, shortcut }) => ({ value: id, label: `/${shortcut}` }))}
        onChange={(value) => set({ suggestedReplyId: replies.find(({ id }) => id === value)?.id ?? null })}
      />
      <Checkbox
        label={t('mailbox.rules.stop')}
        checked={rule.stop}
        onChange={(event) => change({ stop: event.currentTarget.checked })}
      />
    </div>
  );
}
