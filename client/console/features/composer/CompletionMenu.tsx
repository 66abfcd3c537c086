/** The list above the text field, steered from it by keys; with the words as they would stand beside it. */
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { Avatar } from '../../../ui/Avatar.tsx';
import { cx } from '../../../ui/cx.ts';
import classes from './completion.module.css';
import { splitMissing } from './split-missing.ts';
import type { Completion } from './use-completions.ts';

export interface CompletionMenuProps {
  id: string;
  completions: readonly Completion[];
  active: number;
  onActive(at: number): void;
  onPick(completion: Completion): void;
}

export function CompletionMenu({ id, completions, active, onActive, onPick }: CompletionMenuProps) {
  const { t } = useTranslation();
  const list = useRef<HTMLDivElement>(null);
  const chosen = completions[active];
  const isPeople = chosen?.mention !== undefined;

  useEffect(() => {
    list.current?.children[active]?.scrollIntoView({ block: 'nearest' });
  }, [active]);

  return (
    <div className={cx(classes.menu, isPeople && classes.people)}>
      <div
        ref={list}
        id={id}
        role="listbox"
        className={classes.list}
        aria-label={t(isPeople ? 'writing.colleagues' : 'writing.replies')}
      >
        {completions.map((each, at) => (
          // Never focused: the keys are the text field's, which names the active one.
          <button
            key={each.key}
            type="button"
            tabIndex={-1}
            id={`${id}-${at}`}
            role="option"
            aria-selected={at === active}
            className={classes.option}
            onMouseMove={() => onActive(at)}
            onMouseDown={(event) => event.preventDefault()}
            onClick={() => onPick(each)}
          >
            {each.mention && <Avatar id={each.mention.id} name={each.mention.name} size={24} />}
            <strong>{each.title}</strong>
            {each.about !== '' && <span className={classes.about}>{each.about}</span>}
          </button>
        ))}
      </div>
      {chosen?.preview && (
        <div className={classes.preview}>
          <p>
            {splitMissing(chosen.preview.text, chosen.preview.missing).map((part) =>
              part.isMissing ? <mark key={part.at}>{part.text}</mark> : part.text,
            )}
          </p>
          {chosen.preview.missing.length > 0 && (
            <small>{t('writing.noValue', { names: chosen.preview.missing.join(', ') })}</small>
          )}
        </div>
      )}
      <p className={classes.keys}>{t('writing.menuKeys')}</p>
    </div>
  );
}
