/** One canned reply: its shortcut, its words with variables, who may use it, and how it will read. */
import { Button, Textarea, TextInput } from '@mantine/core';
import { useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Catalogue } from '../../../../shared/api.ts';
import { limits } from '../../../../shared/limits.ts';
import type { CannedReply } from '../../../../shared/model/catalogue.ts';
import { useCatalogue } from '../../http/catalogue.ts';
import { mayChange, useSharer } from '../../sharing/sharing.ts';
import { useFeedback, useFieldError } from './feedback.tsx';
import { insertAt } from './insert-at.ts';
import { LeaveGuard } from './LeaveGuard.tsx';
import { NotHere } from './NotHere.tsx';
import { Block, Loaded, PageFrame, SaveBar } from './PageFrame.tsx';
import { SharingPicker } from './SharingPicker.tsx';
import { isSame } from './same.ts';
import { VariableButtons, VariablePreview } from './Variables.tsx';
import work from './workspace.module.css';
import { useAllReplies, useSave } from './workspace-queries.ts';

const list = '/console/settings/replies';
type Draft = Omit<CannedReply, 'id' | 'ownerId'>;
const blank: Draft = { shortcut: '', text: '', sharing: { kind: 'mine' } };

export function ReplyPage() {
  const { t } = useTranslation();
  const { replyId } = useParams({ strict: false });
  const { from } = useSearch({ strict: false });
  const replies = useAllReplies();
  const catalogue = useCatalogue();
  return (
    <Loaded query={replies}>
      {({ cannedReplies }) => (
        <Loaded query={catalogue}>
          {({ teams }) => {
            const find = (id: string | undefined) => cannedReplies.find((each) => each.id === id) ?? null;
            const saved = find(replyId);
            if (!saved && replyId !== 'new') return <NotHere back={list} title={t('workspace.replies.title')} />;
            const model = find(from);
            const start: Draft = model ? { ...blank, shortcut: `${model.shortcut}-2`, text: model.text } : blank;
            return <ReplyForm key={replyId} saved={saved} start={start} teams={teams} />;
          }}
        </Loaded>
      )}
    </Loaded>
  );
}

const draftOf = ({ shortcut, text, sharing }: Draft): Draft => ({ shortcut, text, sharing });

interface ReplyFormProps {
  saved: CannedReply | null;
  start: Draft;
  teams: Catalogue['teams'];
}

function ReplyForm({ saved, start, teams }: ReplyFormProps) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const save = useSave<CannedReply>('canned-replies');
  const feedback = useFeedback();
  const problem = useFieldError(save.error);
  const field = useRef<HTMLTextAreaElement>(null);
  const [draft, setDraft] = useState<Draft>(() => draftOf(saved ?? start));
  const [isDone, setDone] = useState(false);
  const sharer = useSharer();
  const isOpen = saved === null || mayChange(saved, sharer);
  const change = (part: Partial<Draft>) => setDraft((known) => ({ ...known, ...part }));
  const isChanged = !isDone && !isSame(draft, draftOf(saved ?? blank));
  const isSound = isShortcut(draft.shortcut) && draft.text.trim() !== '';

  function handleSave() {
    save.mutate(
      { ...draft, id: saved?.id },
      {
        onError: feedback.failed,
        onSuccess: () => {
          feedback.saved();
          if (saved) return;
          setDone(true);
          void navigate({ to: list, ignoreBlocker: true });
        },
      },
    );
  }

  function insert(variable: string) {
    const next = insertAt(draft.text, variable, field.current?.selectionStart, field.current?.selectionEnd);
    change({ text: next.text });
    // After the new text is there, so that writing goes on behind the variable.
    requestAnimationFrame(() => {
      field.current?.focus();
      field.current?.setSelectionRange(next.caret, next.caret);
    });
  }

  return (
    <PageFrame
      title={saved ? `/${saved.shortcut}` : t('workspace.replies.add')}
      back={{ to: list, label: t('workspace.replies.title') }}
      action={isOpen && <SaveBar isChanged={isChanged} isValid={isSound} isBusy={save.isPending} onSave={handleSave} />}
    >
      <LeaveGuard isChanged={isChanged} />
      {!isOpen && (
        <div className={work.notice}>
          <p>{t('workspace.sharing.lockedHint')}</p>
          <Button
            variant="default"
            onClick={() =>
              void navigate({ to: `${list}/$replyId`, params: { replyId: 'new' }, search: { from: saved?.id } })
            }
          >
            {t('workspace.copy')}
          </Button>
        </div>
      )}
      <div className={work.sides}>
        <div>
          <Block title={t('workspace.replies.words')}>
            <TextInput
              label={t('workspace.replies.shortcut')}
              description={t('workspace.replies.shortcutHint')}
              leftSection="/"
              value={draft.shortcut}
              maxLength={40}
              disabled={!isOpen}
              error={
                problem('shortcut') ??
                (draft.shortcut !== '' && !isShortcut(draft.shortcut) ? t('workspace.replies.shortcutBad') : undefined)
              }
              onChange={(event) => change({ shortcut: event.currentTarget.value.replace(/^\//, '') })}
            />
            <Textarea
              ref={field}
              label={t('workspace.replies.text')}
              value={draft.text}
              maxLength={limits.text}
              disabled={!isOpen}
              autosize
              minRows={4}
              maxRows={16}
              error={problem('text')}
              onChange={(event) => change({ text: event.currentTarget.value })}
            />
            {isOpen && <VariableButtons onPick={insert} />}
          </Block>
          {isOpen && (
            <Block title={t('workspace.sharing.label')}>
              <SharingPicker
                sharing={draft.sharing}
                teams={teams}
                error={problem('sharing')}
                onChange={(sharing) => change({ sharing })}
              />
            </Block>
          )}
        </div>
        <VariablePreview text={draft.text} />
      </div>
    </PageFrame>
  );
}

const isShortcut = (text: string): boolean => /^[\p{L}\p{N}_-]{1,40}$/u.test(text);
