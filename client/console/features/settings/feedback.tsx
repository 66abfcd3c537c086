/** How the settings answer: what was saved, how to take it back, and which field is wrong. */
import { Button } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useTranslation } from 'react-i18next';
import { toWireError } from '../../http/api.ts';
import classes from './settings.module.css';

const UNDO_MS = 8_000;

export interface Feedback {
  saved(): void;
  done(message: string): void;
  /** tells what happened, with a way back for eight seconds */
  undoable(message: string, undo: () => void): void;
  failed(fault: unknown): void;
}

export function useFeedback(): Feedback {
  const { t } = useTranslation();
  const explain = useExplanation();
  return {
    saved: () => notifications.show({ message: t('common.saved') }),
    done: (message) => notifications.show({ message }),
    undoable(message, undo) {
      const id = notifications.show({
        autoClose: UNDO_MS,
        message: (
          <span className={classes.toast}>
            {message}
            <Button
              variant="subtle"
              size="compact-xs"
              onClick={() => {
                notifications.hide(id);
                undo();
              }}
            >
              {t('workspace.undo')}
            </Button>
          </span>
        ),
      });
    },
    failed: (fault) => {
      const { code, fields } = toWireError(fault);
      const why = Object.values(fields ?? {}).map((word) => explain(word))[0] ?? t(`error.${code}`);
      notifications.show({ message: t('settings.saveFailed', { why }) });
    },
  };
}

/** The console's sentence for the server's one word on a field. */
function useExplanation(): (word: string) => string {
  const { t } = useTranslation();
  return (word) => t(`workspace.wrong.${word}` as 'workspace.wrong.taken', { defaultValue: t('error.invalid') });
}

/** A sentence for a field by the server's word on it; undefined where it had none. */
export function useFieldError(fault: unknown): (field: string) => string | undefined {
  const explain = useExplanation();
  return (field) => {
    const word = fault ? toWireError(fault).fields?.[field] : undefined;
    return word === undefined ? undefined : explain(word);
  };
}
