/** One macro: its actions in order, who may use it, and what it will do in one sentence. */
import { Button, Menu, TextInput } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Catalogue } from '../../../../shared/api.ts';
import type { Macro, MacroAction } from '../../../../shared/model/catalogue.ts';
import { useCatalogue } from '../../http/catalogue.ts';
import { mayChange, useSharer } from '../../sharing/sharing.ts';
import { ActionFields } from './ActionFields.tsx';
import { useFeedback, useFieldError } from './feedback.tsx';
import { LeaveGuard } from './LeaveGuard.tsx';
import { type ActionDraft, addAction, draftOf, isCloseLast, isWhole, openTypes, startAction } from './macro-draft.ts';
import { NotHere } from './NotHere.tsx';
import { Block, Loaded, PageFrame, SaveBar } from './PageFrame.tsx';
import { SharingPicker } from './SharingPicker.tsx';
import { Sortable } from './Sortable.tsx';
import { isSame } from './same.ts';
import classes from './settings.module.css';
import { useMacroWords } from './use-macro-words.ts';
import work from './workspace.module.css';
import { useAllMacros, useSave } from './workspace-queries.ts';

const list = '/console/settings/macros';
type Input = Pick<Macro, 'name' | 'sharing' | 'actions'>;
const blank: Input = { name: '', sharing: { kind: 'mine' }, actions: [] };

export function MacroPage() {
  const { t } = useTranslation();
  const { macroId } = useParams({ strict: false });
  const { from } = useSearch({ strict: false });
  const macros = useAllMacros();
  const catalogue = useCatalogue();
  return (
    <Loaded query={macros}>
      {({ macros: all }) => (
        <Loaded query={catalogue}>
          {(lists) => {
            const saved = all.find((each) => each.id === macroId) ?? null;
            if (!saved && macroId !== 'new') return <NotHere back={list} title={t('workspace.macros.title')} />;
            const model = all.find((each) => each.id === from);
            const start: Input = model ? { ...blank, name: `${model.name} 2`, actions: model.actions } : blank;
            return <MacroForm key={macroId} saved={saved} start={start} catalogue={lists} />;
          }}
        </Loaded>
      )}
    </Loaded>
  );
}

interface MacroFormProps {
  saved: Macro | null;
  start: Input;
  catalogue: Catalogue;
}

const inputOf = ({ name, sharing, actions }: ReturnType<typeof draftOf>): Input => ({
  name: name.trim(),
  sharing,
  actions: actions.map(({ action }) => action),
});

function MacroForm({ saved, start, catalogue }: MacroFormProps) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const save = useSave<Macro>('macros');
  const feedback = useFeedback();
  const problem = useFieldError(save.error);
  const say = useMacroWords(catalogue);
  const [draft, setDraft] = useState(() => draftOf(saved ?? start));
  const [isDone, setDone] = useState(false);
  const count = useRef(0);
  const sharer = useSharer();
  const isOpen = saved === null || mayChange(saved, sharer);
  const input = inputOf(draft);
  const before: Input = saved ? { name: saved.name, sharing: saved.sharing, actions: saved.actions } : blank;
  const isChanged = !isDone && !isSame(input, before);
  const isInOrder = isCloseLast(draft.actions);
  const isSound = input.name !== '' && input.actions.length > 0 && input.actions.every(isWhole) && isInOrder;
  const setActions = (actions: ActionDraft[]) => setDraft((known) => ({ ...known, actions }));

  function handleSave() {
    save.mutate(
      { ...input, id: saved?.id },
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

  function add(type: MacroAction['type']) {
    count.current += 1;
    setActions(addAction(draft.actions, `new${count.current}`, startAction(type, catalogue)));
  }

  const types = openTypes(draft.actions);
  return (
    <PageFrame
      title={saved ? saved.name : t('workspace.macros.add')}
      back={{ to: list, label: t('workspace.macros.title') }}
      action={isOpen && <SaveBar isChanged={isChanged} isValid={isSound} isBusy={save.isPending} onSave={handleSave} />}
    >
      <LeaveGuard isChanged={isChanged} />
      {!isOpen && (
        <div className={work.notice}>
          <p>{t('workspace.sharing.lockedHint')}</p>
          <Button
            variant="default"
            onClick={() =>
              void navigate({ to: `${list}/$macroId`, params: { macroId: 'new' }, search: { from: saved?.id } })
            }
          >
            {t('workspace.copy')}
          </Button>
        </div>
      )}
      <div className={work.sides}>
        <div>
          {isOpen && (
            <>
              <Block title={t('workspace.macros.what')}>
                <TextInput
                  label={t('workspace.name')}
                  value={draft.name}
                  maxLength={80}
                  error={problem('name')}
                  onChange={(event) => setDraft({ ...draft, name: event.currentTarget.value })}
                />
              </Block>
              <Block title={t('workspace.macros.actions')} hint={t('workspace.macros.actionsHint')}>
                <Sortable
                  items={draft.actions}
                  title={({ action }) => t(`workspace.macros.types.${action.type}`)}
                  removeLabel={({ action }) =>
                    t('workspace.macros.removeAction', { name: t(`workspace.macros.types.${action.type}`) })
                  }
                  onChange={setActions}
                >
                  {({ key, action }) => (
                    <ActionFields
                      action={action}
                      catalogue={catalogue}
                      onChange={(next) =>
                        setActions(draft.actions.map((each) => (each.key === key ? { key, action: next } : each)))
                      }
                    />
                  )}
                </Sortable>
                {!isInOrder && <p className={classes.error}>{t('workspace.wrong.last')}</p>}
                {types.length > 0 && (
                  <div>
                    <Menu position="bottom-start">
                      <Menu.Target>
                        <Button variant="default" size="xs" leftSection={<IconPlus size={14} />}>
                          {t('workspace.macros.addAction')}
                        </Button>
                      </Menu.Target>
                      <Menu.Dropdown>
                        {types.map((type) => (
                          <Menu.Item key={type} onClick={() => add(type)}>
                            {t(`workspace.macros.types.${type}`)}
                          </Menu.Item>
                        ))}
                      </Menu.Dropdown>
                    </Menu>
                  </div>
                )}
              </Block>
              <Block title={t('workspace.sharing.label')}>
                <SharingPicker
                  sharing={draft.sharing}
                  teams={catalogue.teams}
                  error={problem('sharing')}
                  onChange={(sharing) => setDraft({ ...draft, sharing })}
                />
              </Block>
            </>
          )}
        </div>
        <section className={work.aside} aria-label={t('workspace.preview')}>
          <h3>{t('workspace.preview')}</h3>
          <p className={draft.actions.length > 0 ? work.sentence : classes.quiet}>
            {draft.actions.length > 0 ? say(input.actions) : t('workspace.macros.previewEmpty')}
          </p>
        </section>
      </div>
    </PageFrame>
  );
}
