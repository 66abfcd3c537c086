/** The editor of the questions before a chat: order, wording, kind of answer. */
import { Button, Checkbox, Select, Textarea, TextInput } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { FormField } from '../../../../shared/model/inbox.ts';
import { Sortable } from './Sortable.tsx';
import classes from './settings.module.css';
import { type DraftProblem, pickKey, type QuestionDraft } from './website-form.ts';

const types: readonly FormField['type'][] = ['choice', 'name', 'email', 'text'];
const MOST = 10;

export interface QuestionsProps {
  questions: QuestionDraft[];
  problem: DraftProblem | null;
  onChange(questions: QuestionDraft[]): void;
}

export function Questions({ questions, problem, onChange }: QuestionsProps) {
  const { t } = useTranslation();
  const change = (at: number, part: Partial<QuestionDraft>) =>
    onChange(questions.map((question, index) => (index === at ? { ...question, ...part } : question)));

  function add() {
    const question = { key: pickKey(questions), label: '', type: 'choice', choices: '', required: false } as const;
    onChange([...questions, question]);
  }

  const isWrong = (at: number, field: 'choices' | 'label') =>
    problem !== null && 'question' in problem && problem.question === at && problem.field === field;
  return (
    <>
      {questions.length === 0 && <p className={classes.quiet}>{t('website.formEmpty')}</p>}
      <Sortable
        items={questions}
        title={(question, at) => question.label.trim() || t('website.questionN', { number: at + 1 })}
        removeLabel={(_, at) => t('website.removeQuestion', { number: at + 1 })}
        onChange={onChange}
      >
        {(question, at) => (
          <>
            <div className={classes.pair}>
              <TextInput
                label={t('website.question')}
                value={question.label}
                maxLength={120}
                error={isWrong(at, 'label') ? t('error.invalid') : undefined}
                onChange={(event) => change(at, { label: event.currentTarget.value })}
              />
              <Select
                label={t('website.type')}
                value={question.type}
                data={types.map((type) => ({ value: type, label: t(`website.types.${type}`) }))}
                onChange={(value) => change(at, { type: types.find((type) => type === value) ?? 'text' })}
              />
            </div>
            {question.type === 'choice' && (
              <Textarea
                mt={12}
                label={t('website.choices')}
                value={question.choices}
                rows={Math.max(3, question.choices.split('\n').length)}
                error={isWrong(at, 'choices') ? t('website.choicesBad') : undefined}
                onChange={(event) => change(at, { choices: event.currentTarget.value })}
              />
            )}
            <Checkbox
              mt={12}
              label={t('website.required')}
              checked={question.required}
              onChange={(event) => change(at, { required: event.currentTarget.checked })}
            />
          </>
        )}
      </Sortable>
      {questions.length < MOST && (
        <div>
          <Button variant="default" size="xs" leftSection={<IconPlus size={14} />} onClick={add}>
            {t('website.addQuestion')}
          </Button>
        </div>
      )}
    </>
  );
}
