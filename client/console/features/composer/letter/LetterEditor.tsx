/** The words of a letter with their formatting: lists, links, quotes, pictures within them, and canned replies by "/". */
import '@mantine/tiptap/styles.layer.css';
import { RichTextEditor } from '@mantine/tiptap';
import Image from '@tiptap/extension-image';
import Placeholder from '@tiptap/extension-placeholder';
import { useEditor } from '@tiptap/react';
import StarterKit from '@tiptap/starter-kit';
import { type Ref, useEffect, useId, useImperativeHandle, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { FileRef } from '../../../../../shared/model/file.ts';
import type { VariableValues } from '../../../../../shared/variables.ts';
import { textToHtml } from '../../../letters/letter-html.ts';
import { CompletionMenu } from '../CompletionMenu.tsx';
import type { Trigger } from '../completion.ts';
import { type Completion, useCompletions } from '../use-completions.ts';
import { FormatBar } from './FormatBar.tsx';
import classes from './letter.module.css';
import { readTrigger } from './read-trigger.ts';
import { useMenuKeys } from './use-menu-keys.ts';

export interface LetterEditorHandle {
  focus(): void;
  insert(words: string): void;
  insertPicture(file: FileRef): void;
}

export interface LetterEditorProps {
  ref: Ref<LetterEditorHandle>;
  words: string;
  label: string;
  values: VariableValues;
  onChange(words: string, text: string): void;
  onSend(): void;
  onBlur(): void;
  /** pasted or dropped into the words */
  onFiles(files: FileList): void;
}

const extensions = [
  StarterKit.configure({
    heading: false,
    codeBlock: false,
    code: false,
    horizontalRule: false,
    link: { openOnClick: false, defaultProtocol: 'https' },
  }),
  Image.configure({ inline: true, allowBase64: false }),
];

export function LetterEditor(props: LetterEditorProps) {
  const { ref, words, label, values, onChange, onSend, onBlur, onFiles } = props;
  const { t } = useTranslation();
  const menuId = useId();
  const [trigger, setTrigger] = useState<Trigger | null>(null);
  const written = useRef(words);
  const completions = useCompletions(trigger, values);
  const menu = useMenuKeys(trigger, completions, complete);
  // The editor asks the newest of these, whichever it was made with.
  const now = useRef({ onSend, onFiles, menu });
  useEffect(() => {
    now.current = { onSend, onFiles, menu };
  });

  const editor = useEditor({
    extensions: [...extensions, Placeholder.configure({ placeholder: label })],
    content: words,
    immediatelyRender: true,
    shouldRerenderOnTransaction: false,
    editorProps: {
      attributes: {
        role: 'textbox',
        'aria-multiline': 'true',
        'aria-label': label,
        'aria-autocomplete': 'list',
        dir: 'auto',
      },
      transformPastedHTML: withoutForeignPictures,
      handleKeyDown(view, event) {
        if (view.composing || event.isComposing || event.keyCode === 229) return false;
        if (now.current.menu.handle(event.key)) {
          event.stopPropagation();
          return true;
        }
        if (event.key === 'Enter' && (event.ctrlKey || event.metaKey) && !event.shiftKey) {
          now.current.onSend();
          return true;
        }
        if (event.key !== 'Escape') return false;
        view.dom.blur();
        return true;
      },
      handlePaste(_view, { clipboardData }) {
        // What office programs copy is words and a picture of them: the words are meant.
        if (!clipboardData?.files.length || clipboardData.types.includes('text/html')) return false;
        now.current.onFiles(clipboardData.files);
        return true;
      },
      // The box around it takes them.
      handleDrop: (_view, event) => (event.dataTransfer?.files.length ?? 0) > 0,
    },
    onUpdate({ editor: changed }) {
      written.current = changed.isEmpty ? '' : changed.getHTML();
      onChange(written.current, changed.getText({ blockSeparator: '\n' }));
    },
    onTransaction: ({ editor: changed }) => setTrigger(readTrigger(changed)),
    onBlur() {
      setTrigger(null);
      onBlur();
    },
  });

  // Words that came from elsewhere: another page, a reply that was taken back, variables filled in.
  useEffect(() => {
    if (words === written.current) return;
    written.current = words;
    editor.commands.setContent(words, { emitUpdate: false });
  }, [editor, words]);

  useImperativeHandle(ref, () => ({
    focus: () => editor.commands.focus(),
    insert: (text) => editor.chain().focus().insertContent(asContent(text)).run(),
    insertPicture: ({ id, name }) =>
      editor
        .chain()
        .focus()
        .setImage({ src: `/files/${id}`, alt: name })
        .run(),
  }));

  function complete(completion: Completion): void {
    if (!trigger) return;
    const { start: from, end: to } = trigger;
    editor.chain().focus().deleteRange({ from, to }).insertContent(asContent(completion.words)).run();
  }

  return (
    <>
      {menu.isOpen && (
        <CompletionMenu
          id={menuId}
          completions={completions}
          active={menu.marked}
          onActive={menu.setActive}
          onPick={complete}
        />
      )}
      <RichTextEditor
        editor={editor}
        className={classes.editor}
        withCodeHighlightStyles={false}
        labels={{
          boldControlLabel: t('letter.format.bold'),
          italicControlLabel: t('letter.format.italic'),
          bulletListControlLabel: t('letter.format.bullets'),
          orderedListControlLabel: t('letter.format.numbers'),
          blockquoteControlLabel: t('letter.format.quote'),
          linkControlLabel: t('letter.format.link'),
          unlinkControlLabel: t('letter.format.unlink'),
          clearFormattingControlLabel: t('letter.format.clear'),
          linkEditorInputLabel: t('letter.format.linkTo'),
          linkEditorInputPlaceholder: t('letter.format.linkHere'),
          linkEditorSave: t('letter.format.linkSave'),
        }}
      >
        <RichTextEditor.Content className={classes.content} />
        <FormatBar />
      </RichTextEditor>
    </>
  );
}

/** One line goes into the line that is there; several become paragraphs. */
const asContent = (text: string): string => (text.includes('\n') ? textToHtml(text) : textToHtml(text).slice(3, -4));

/** Pictures that only a browser's memory or another site has would be missing for whoever gets the letter. */
function withoutForeignPictures(html: string): string {
  return html.replace(/<img\b(?![^>]*\ssrc="\/files\/)[^>]*>/gi, '');
}
