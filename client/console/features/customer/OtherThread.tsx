/** Another conversation of the customer, read only: its newest entries, older ones on request. */
import { Button } from '@mantine/core';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { AgentEntry } from '../../../../shared/model/entry.ts';
import type { ConversationId } from '../../../../shared/model/ids.ts';
import { cx } from '../../../ui/cx.ts';
import { Linkified } from '../../../ui/Linkified.tsx';
import { useTimes } from '../../i18n/times.ts';
import { useDesk } from '../../sync/use-desk.ts';
import classes from './other-thread.module.css';

export interface OtherThreadProps {
  conversationId: ConversationId;
  of: ConversationId;
  customerName: string;
  now: number;
  /** for those who have it in their lists too */
  onVisit: (() => void) | undefined;
}

export function OtherThread({ conversationId, of, customerName, now, onVisit }: OtherThreadProps) {
  const { t } = useTranslation();
  const desk = useDesk();
  const [page, setPage] = useState<{ entries: AgentEntry[]; earlier: boolean } | null>(null);
  const [isFailed, setFailed] = useState(false);

  useEffect(() => {
    let isCurrent = true;
    void desk.customers.entries(conversationId, of).then((answer) => {
      if (!isCurrent) return;
      setFailed(!answer.ok);
      if (answer.ok) setPage(answer.value);
    });
    return () => {
      isCurrent = false;
    };
  }, [desk, conversationId, of]);

  async function more() {
    const first = page?.entries[0];
    if (!page || !first) return;
    const answer = await desk.customers.entries(conversationId, of, first.seq);
    if (answer.ok) setPage({ entries: [...answer.value.entries, ...page.entries], earlier: answer.value.earlier });
  }

  if (isFailed) return <p className={classes.quiet}>{t('error.not_found')}</p>;
  if (!page) return null;
  return (
    <div className={classes.thread}>
      {page.earlier && (
        <Button size="xs" variant="subtle" onClick={() => void more()}>
          {t('person.earlierEntries')}
        </Button>
      )}
      <ol>
        {page.entries.map((entry) => (
          <Line key={entry.id} entry={entry} customerName={customerName} now={now} />
        ))}
      </ol>
      {onVisit && (
        <Button size="xs" variant="default" onClick={onVisit}>
          {t('person.goThere')}
        </Button>
      )}
    </div>
  );
}

function Line({ entry, customerName, now }: { entry: AgentEntry; customerName: string; now: number }) {
  const { t } = useTranslation();
  const times = useTimes();
  const { body, author } = entry;
  if (body.kind === 'event') return null;
  const isNote = body.kind === 'note';
  const name = author.kind === 'customer' ? customerName : author.kind === 'agent' ? author.name : t('app.name');
  return (
    <li className={cx(classes.line, isNote && classes.note, author.kind === 'customer' && classes.theirs)}>
      <span className={classes.by}>
        {name} {isNote && t('thread.privateNote')} <time>{times.when(entry.at, now)}</time>
      </span>
      <p dir="auto">
        {isNote && body.deleted ? t('reading.noteGone') : <Linkified text={body.text} />}
        {body.files.map((file) => (
          <span key={file.id} className={classes.file}>
            {file.name}
          </span>
        ))}
      </p>
    </li>
  );
}
