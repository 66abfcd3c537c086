/** Which colleagues are writing here too, so that nobody is answered twice. */
import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import type { TypingFact } from '../../../../shared/events.ts';
import type { ConversationId } from '../../../../shared/model/ids.ts';
import type { DeskState } from '../../sync/desk-state.ts';
import { useDeskState } from '../../sync/use-desk.ts';
import classes from './composer.module.css';

const nobody: readonly TypingFact[] = [];
const readMe = (state: DeskState) => state.me?.id;

export function TypingLine({ id }: { id: ConversationId }) {
  const { t } = useTranslation();
  const me = useDeskState(readMe);
  const typists = useDeskState(useCallback((state: DeskState) => state.typing[id] ?? nobody, [id]));
  const others = typists.filter(({ from, typing }) => typing && from.kind === 'agent' && from.id !== me);
  const [first] = others;
  return (
    <p className={classes.typing} aria-live="polite">
      {first && (
        <span>
          {others.length > 1
            ? t('writing.typingSeveral', { count: others.length })
            : t(first.as === 'note' ? 'writing.typingNote' : 'writing.typingReply', { name: first.from.name })}
        </span>
      )}
    </p>
  );
}
