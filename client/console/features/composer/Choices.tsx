/** Quick replies that go with a message: the customer taps one. */
import { ActionIcon, Button } from '@mantine/core';
import { IconPlus, IconX } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { limits } from '../../../../shared/limits.ts';
import classes from './composer.module.css';

export function Choices({ choices, onChange }: { choices: string[]; onChange(choices: string[]): void }) {
  const { t } = useTranslation();
  return (
    <div className={classes.choices}>
      <span className={classes.hint}>{t('composer.choicesHint')}</span>
      {choices.map((choice, at) => (
        <span key={`choice-${String(at)}`} className={classes.choice}>
          <input
            value={choice}
            maxLength={limits.choiceText}
            aria-label={t('composer.choice', { number: at + 1 })}
            onChange={(event) => onChange(choices.map((each, index) => (index === at ? event.target.value : each)))}
          />
          <ActionIcon
            size={24}
            aria-label={t('composer.removeChoice', { number: at + 1 })}
            onClick={() => onChange(choices.filter((_, index) => index !== at))}
          >
            <IconX size={13} stroke={1.75} />
          </ActionIcon>
        </span>
      ))}
      {choices.length < limits.choices && (
        <Button
          size="xs"
          variant="subtle"
          color="gray"
          leftSection={<IconPlus size={14} />}
          onClick={() => onChange([...choices, ''])}
        >
          {t('composer.addChoice')}
        </Button>
      )}
    </div>
  );
}
