/** What the customer and the team have sent each other as files, in all conversations that one may read, the newest first. */
import { Button } from '@mantine/core';
import { IconFile, IconPhoto } from '@tabler/icons-react';
import { useCallback, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { HistoryKey } from '../../../../shared/history.ts';
import type { AgentEntry } from '../../../../shared/model/entry.ts';
import type { FileRef } from '../../../../shared/model/file.ts';
import type { ConversationId } from '../../../../shared/model/ids.ts';
import { formatBytes } from '../../i18n/bytes.ts';
import { useTimes } from '../../i18n/times.ts';
import type { DeskState } from '../../sync/desk-state.ts';
import { useDesk, useDeskState } from '../../sync/use-desk.ts';
import { useLosses } from '../../sync/use-losses.ts';
import classes from './customer.module.css';
import { Section } from './Section.tsx';

interface Kept {
  files: { file: FileRef; at: number }[];
  earlier: HistoryKey | null;
}

const QUIET_MS = 700;

const filesOf = (entries: readonly AgentEntry[]): Kept['files'] =>
  entries.toReversed().flatMap(({ at, body }) => ('files' in body ? body.files.map((file) => ({ file, at })) : []));

export function CustomerFiles({ conversationId, now }: { conversationId: ConversationId; now: number }) {
  const { t } = useTranslation();
  const times = useTimes();
  const desk = useDesk();
  const [kept, setKept] = useState<Kept>({ files: [], earlier: null });
  const [lost, setLost] = useState(0);
  // Read anew when another one came here.
  const count = useDeskState(
    useCallback((state: DeskState) => state.rows[conversationId]?.tally.files ?? 0, [conversationId]),
  );
  const readAnew = useCallback(() => setLost((before) => before + 1), []);
  useLosses(readAnew);
  // Notes, and other conversations of theirs: told as hints, and read when nothing more comes for a moment.
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const stop = desk.history.watch(conversationId, () => {
      clearTimeout(timer);
      timer = setTimeout(readAnew, QUIET_MS);
    });
    return () => {
      clearTimeout(timer);
      stop();
    };
  }, [desk, conversationId, readAnew]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: what came or went meanwhile has it read anew
  useEffect(() => {
    let isCurrent = true;
    void desk.customers.files(conversationId).then((answer) => {
      if (isCurrent && answer.ok) setKept({ files: filesOf(answer.value.entries), earlier: answer.value.earlier });
    });
    return () => {
      isCurrent = false;
    };
  }, [desk, conversationId, count, lost]);

  async function more() {
    if (kept.earlier === null) return;
    const answer = await desk.customers.files(conversationId, kept.earlier);
    if (!answer.ok) return;
    setKept({ files: [...kept.files, ...filesOf(answer.value.entries)], earlier: answer.value.earlier });
  }

  if (kept.files.length === 0) return null;
  return (
    <Section title={t('person.files')}>
      <ul className={classes.others}>
        {kept.files.map(({ file, at }) => {
          const Icon = file.image ? IconPhoto : IconFile;
          return (
            <li key={file.id}>
              <a
                className={classes.other}
                href={`/files/${file.id}`}
                {...(file.image ? { target: '_blank', rel: 'noopener' } : { download: file.name })}
                title={`${file.name} · ${formatBytes(file.size)}`}
              >
                <Icon size={16} stroke={1.75} aria-hidden="true" />
                <bdi className={classes.value}>{file.name}</bdi>
                <time>{times.when(at, now)}</time>
              </a>
            </li>
          );
        })}
      </ul>
      {kept.earlier !== null && (
        <Button ml={-8} size="compact-xs" variant="subtle" color="gray" onClick={() => void more()}>
          {t('person.moreFiles')}
        </Button>
      )}
    </Section>
  );
}
