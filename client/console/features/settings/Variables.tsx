/** Variables in a text: put in by a click, and shown with what they could stand for. */
import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { splitVariables, type VariableValues, valuesOf, variableNames } from '../../../../shared/variables.ts';
import { cx } from '../../../ui/cx.ts';
import { useMe } from '../../http/session.ts';
import classes from './settings.module.css';
import work from './workspace.module.css';

export function VariableButtons({ onPick }: { onPick(variable: string): void }) {
  const { t } = useTranslation();
  return (
    <div>
      <p className={classes.hint}>{t('workspace.variables.hint')}</p>
      <div className={cx(classes.row, work.insert)}>
        {variableNames.map((name) => (
          <Button key={name} variant="default" size="compact-xs" onClick={() => onPick(`{{${name}}}`)}>
            {t(`workspace.variables.${name}`)}
          </Button>
        ))}
      </div>
    </div>
  );
}

/** An example customer, so that the text can be read as it will arrive. */
function useExample(): VariableValues {
  const { t } = useTranslation();
  const { data: me } = useMe();
  return valuesOf({
    customer: { name: t('workspace.variables.example.customer'), email: { value: 'sofia@example.com' } },
    agentName: me?.name ?? '',
    number: 482,
    queueName: t('workspace.variables.example.queue'),
    inboxName: t('workspace.variables.example.inbox'),
  });
}

export function VariablePreview({ text }: { text: string }) {
  const { t } = useTranslation();
  const pieces = splitVariables(text, useExample());
  const unknown = pieces.flatMap((piece) => (piece.kind === 'unknown' ? [piece.raw] : []));
  let at = 0;
  return (
    <section className={work.aside} aria-label={t('workspace.preview')}>
      <h3>{t('workspace.preview')}</h3>
      {text.trim() === '' ? (
        <p className={classes.quiet}>{t('workspace.replies.previewEmpty')}</p>
      ) : (
        <p className={work.bubble} dir="auto">
          {pieces.map((piece) => {
            at += 1;
            if (piece.kind === 'text') return <span key={at}>{piece.text}</span>;
            if (piece.kind === 'value') return <mark key={at}>{piece.text}</mark>;
            return (
              <mark key={at} className={work.wrongMark}>
                {piece.raw}
              </mark>
            );
          })}
        </p>
      )}
      {unknown.length > 0 && (
        <p className={classes.error}>{t('workspace.variables.unknown', { names: unknown.join(', ') })}</p>
      )}
    </section>
  );
}
