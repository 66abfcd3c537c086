/** Notes on the customer, whatever the conversation: everybody reads them, authors change their own. */

import { ActionIcon, Button, Textarea } from '@mantine/core';
import { IconPencil, IconPlus, IconTrash } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CustomerChange, CustomerNote } from '../../../../shared/model/customer.ts';
import { Linkified } from '../../../ui/Linkified.tsx';
import { useTimes } from '../../i18n/times.ts';
import type { DeskState } from '../../sync/desk-state.ts';
import { drawId } from '../../sync/random-id.ts';
import { useDeskState } from '../../sync/use-desk.ts';
import classes from './customer.module.css';

const readMe = (state: DeskState) => state.me?.id;

export interface CustomerNotesProps {
  notes: readonly CustomerNote[];
  mayEdit: boolean;
  now: number;
  change(change: CustomerChange): Promise<boolean>;
}

export function CustomerNotes({ notes, mayEdit, now, change }: CustomerNotesProps) {
  const { t } = useTranslation();
  const times = useTimes();
  const me = useDeskState(readMe);
  /** a note's id, 'new', or nothing */
  const [edited, setEdited] = useState<string | null>(null);
  /** one id for one new note, however often it is tried */
  const [clientId, setClientId] = useState('');

  function begin() {
    setClientId(drawId());
    setEdited('new');
  }

  return (
    <>
      <ul className={classes.notes}>
        {[...notes].reverse().map((note) => (
          <li key={note.id} className={classes.note}>
            {edited === note.id ? (
              <NoteField
                text={note.text}
                onSave={(text) => change({ type: 'note-edited', noteId: note.id, text })}
                onDone={() => setEdited(null)}
              />
            ) : (
              <>
                <header>
                  <span>
                    <strong>{note.byId === me ? t('common.you') : note.byName}</strong>{' '}
                    <time>{times.when(note.at, now)}</time>
                    {note.editedAt !== null && ` · ${t('person.edited')}`}
                  </span>
                  {mayEdit && note.byId === me && (
                    <span className={classes.quiet}>
                      <ActionIcon
                        size={24}
                        variant="subtle"
                        color="gray"
                        aria-label={t('person.editNote')}
                        onClick={() => setEdited(note.id)}
                      >
                        <IconPencil size={14} stroke={1.75} />
                      </ActionIcon>
                      <ActionIcon
                        size={24}
                        variant="subtle"
                        color="gray"
                        aria-label={t('person.removeNote')}
                        onClick={() => void change({ type: 'note-removed', noteId: note.id })}
                      >
                        <IconTrash size={14} stroke={1.75} />
                      </ActionIcon>
                    </span>
                  )}
                </header>
                <p dir="auto">
                  <Linkified text={note.text} />
                </p>
              </>
            )}
          </li>
        ))}
      </ul>
      {edited === 'new' ? (
        <NoteField
          text=""
          onSave={(text) => change({ type: 'note-added', clientId, text })}
          onDone={() => setEdited(null)}
        />
      ) : (
        mayEdit && (
          <Button
            ml={-8}
            size="compact-xs"
            variant="subtle"
            color="gray"
            leftSection={<IconPlus size={14} stroke={2} aria-hidden="true" />}
            onClick={begin}
          >
            {t('person.addNote')}
          </Button>
        )
      )}
    </>
  );
}

function NoteField({ text, onSave, onDone }: { text: string; onSave(text: string): Promise<boolean>; onDone(): void }) {
  const { t } = useTranslation();
  const [draft, setDraft] = useState(text);
  async function save() {
    if (await onSave(draft)) onDone();
  }
  return (
    <div className={classes.noteField}>
      <Textarea
        size="xs"
        autosize
        minRows={2}
        maxRows={10}
        maxLength={4_000}
        value={draft}
        autoFocus
        placeholder={t('person.notePlaceholder')}
        aria-label={t('person.addNote')}
        onChange={(event) => setDraft(event.currentTarget.value)}
        onKeyDown={(event) => {
          event.stopPropagation();
          if (event.key === 'Escape') onDone();
          if (event.key === 'Enter' && (event.ctrlKey || event.metaKey) && draft.trim() !== '') void save();
        }}
      />
      <div className={classes.fieldEnd}>
        <Button size="xs" disabled={draft.trim() === ''} onClick={() => void save()}>
          {t('common.save')}
        </Button>
        <Button size="xs" variant="default" onClick={onDone}>
          {t('common.cancel')}
        </Button>
      </div>
    </div>
  );
}
