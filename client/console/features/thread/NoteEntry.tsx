/** A private note: changed in place by its author, with its older texts behind "edited", and without a word once it is taken back. */
import { Button, Modal, Popover, Textarea } from '@mantine/core';
import { IconAlertCircle, IconLock } from '@tabler/icons-react';
import { memo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ErrorCode } from '../../../../shared/errors.ts';
import type { AgentEntry } from '../../../../shared/model/entry.ts';
import { Avatar } from '../../../ui/Avatar.tsx';
import { useTimes } from '../../i18n/times.ts';
import { useDesk } from '../../sync/use-desk.ts';
import { EntryMenu } from './EntryMenu.tsx';
import classes from './entries.module.css';
import { Files } from './Files.tsx';
import type { People } from './MessageEntry.tsx';
import { placeOf } from './moving/movable.ts';
import { Written } from './Written.tsx';

export interface NoteEntryProps {
  entry: AgentEntry;
  people: People;
  /** it stands in another conversation, and is changed there */
  isElsewhere?: boolean;
}

export const NoteEntry = memo(function NoteEntry({ entry, people, isElsewhere = false }: NoteEntryProps) {
  const { t } = useTranslation();
  const times = useTimes();
  const desk = useDesk();
  const [doing, setDoing] = useState<'edit' | 'delete' | null>(null);
  const [failure, setFailure] = useState<ErrorCode | null>(null);
  const { author, body, conversationId, seq } = entry;
  if (body.kind !== 'note' || author.kind !== 'agent') return null;
  const isMine = author.id === people.me;
  const isChanged = isMine && !isElsewhere;

  async function remove() {
    const answer = await desk.deleteNote(conversationId, seq);
    setDoing(null);
    setFailure(answer.ok ? null : answer.error.code);
  }

  return (
    <article className={classes.note}>
      <Avatar id={author.id} name={author.name} size={24} />
      <div className={classes.noteBody}>
        <header className={classes.noteHead}>
          <strong>{isMine ? t('common.you') : author.name}</strong> {t('thread.privateNote')}{' '}
          <time>{times.clock(entry.at)}</time>
          {body.editedAt !== undefined && <Versions entry={entry} at={body.editedAt} />}
          {!body.deleted && (
            <EntryMenu
              label={t('reading.entryMenu')}
              place={placeOf(entry)}
              text={body.text}
              onEdit={isChanged ? () => setDoing('edit') : undefined}
              onDelete={isChanged ? () => setDoing('delete') : undefined}
            />
          )}
        </header>
        {body.deleted ? (
          <p className={classes.gone}>{t('reading.noteGone')}</p>
        ) : doing === 'edit' ? (
          <NoteEditor entry={entry} text={body.text} onDone={() => setDoing(null)} />
        ) : (
          <>
            {body.erased && <em>{t('erasure.placeholder')}</em>}
            {body.text !== '' && <Written text={body.text} mentions={body.mentions} />}
            <Files files={body.files} />
          </>
        )}
        {failure && (
          <p className={classes.failed} role="alert">
            <IconAlertCircle size={13} stroke={2} aria-hidden="true" /> {t('reading.noteFailed')}{' '}
            {t(`error.${failure}`)}
          </p>
        )}
      </div>
      <IconLock size={14} stroke={2} aria-hidden="true" />
      <Modal opened={doing === 'delete'} onClose={() => setDoing(null)} title={t('reading.deleteTitle')} centered>
        <p>{t('reading.deleteHint')}</p>
        <div className={classes.editorEnd} style={{ marginTop: 16, justifyContent: 'flex-end' }}>
          <Button variant="default" onClick={() => setDoing(null)}>
            {t('common.cancel')}
          </Button>
          <Button color="red" data-autofocus onClick={() => void remove()}>
            {t('reading.deleteNote')}
          </Button>
        </div>
      </Modal>
    </article>
  );
});

function NoteEditor({ entry, text, onDone }: { entry: AgentEntry; text: string; onDone(): void }) {
  const { t } = useTranslation();
  const desk = useDesk();
  const [draft, setDraft] = useState(text);
  const [failure, setFailure] = useState<ErrorCode | null>(null);
  const isEmpty = draft.trim() === '';

  async function save() {
    if (isEmpty) return;
    const answer = await desk.editNote(entry.conversationId, entry.seq, draft);
    if (answer.ok) onDone();
    else setFailure(answer.error.code);
  }

  return (
    <div className={classes.editor}>
      <Textarea
        autosize
        minRows={2}
        maxRows={12}
        maxLength={10_000}
        value={draft}
        autoFocus
        aria-label={t('reading.editNote')}
        error={failure && `${t('reading.noteFailed')} ${t(`error.${failure}`)}`}
        onChange={(event) => setDraft(event.currentTarget.value)}
        onKeyDown={(event) => {
          event.stopPropagation();
          if (event.key === 'Escape') onDone();
          if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) void save();
        }}
      />
      <div className={classes.editorEnd}>
        <Button size="xs" disabled={isEmpty} onClick={() => void save()}>
          {t('reading.saveNote')}
        </Button>
        <Button size="xs" variant="default" onClick={onDone}>
          {t('common.cancel')}
        </Button>
      </div>
    </div>
  );
}

/** What the note said before; read only when somebody asks. */
function Versions({ entry, at }: { entry: AgentEntry; at: number }) {
  const { t } = useTranslation();
  const times = useTimes();
  const desk = useDesk();
  const [versions, setVersions] = useState<{ at: number; text: string }[] | null>(null);
  const [isOpen, setOpen] = useState(false);

  async function open() {
    setOpen(true);
    const answer = await desk.noteVersions(entry.conversationId, entry.seq);
    setVersions(answer.ok ? answer.value : []);
  }

  return (
    <Popover opened={isOpen} onChange={setOpen} width={360} position="bottom-start" withinPortal trapFocus>
      <Popover.Target>
        <button type="button" className={classes.edited} onClick={() => (isOpen ? setOpen(false) : void open())}>
          {t('reading.edited', { time: times.clock(at) })}
        </button>
      </Popover.Target>
      <Popover.Dropdown aria-label={t('reading.versions')}>
        <ol className={classes.versions}>
          {(versions ?? []).map((version) => (
            <li key={version.at}>
              <time>{times.full(version.at)}</time>
              <p dir="auto">{version.text}</p>
            </li>
          ))}
        </ol>
      </Popover.Dropdown>
    </Popover>
  );
}
