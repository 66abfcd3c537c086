/** The emoji picker, with its data from our own server in the agent's language. Loaded when it is first opened. */
import {
  EmojiPicker,
  type EmojiPickerListCategoryHeaderProps,
  type EmojiPickerListEmojiProps,
  type EmojiPickerListRowProps,
} from 'frimousse';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import classes from './emoji.module.css';

const parts = { CategoryHeader, Row, Emoji };

export function EmojiPanel({ onPick }: { onPick(emoji: string): void }) {
  const { t, i18n } = useTranslation();
  const search = useRef<HTMLInputElement>(null);
  // The popover looked for something to focus before this was loaded.
  useEffect(() => search.current?.focus(), []);
  return (
    <EmojiPicker.Root
      className={classes.root}
      locale={i18n.language === 'zh' ? 'zh' : 'en'}
      emojibaseUrl="/emoji"
      columns={8}
      onEmojiSelect={({ emoji }) => onPick(emoji)}
    >
      <EmojiPicker.Search
        className={classes.search}
        placeholder={t('writing.emojiSearch')}
        aria-label={t('writing.emojiSearch')}
        ref={search}
      />
      <EmojiPicker.Viewport className={classes.viewport} tabIndex={-1}>
        <EmojiPicker.Loading className={classes.empty}>{t('common.loading')}</EmojiPicker.Loading>
        <EmojiPicker.Empty className={classes.empty}>{t('writing.emojiNone')}</EmojiPicker.Empty>
        <EmojiPicker.List className={classes.list} aria-label={t('writing.emoji')} components={parts} />
      </EmojiPicker.Viewport>
      <div className={classes.foot}>
        <EmojiPicker.ActiveEmoji>
          {({ emoji }) => <span className={classes.active}>{emoji ? `${emoji.emoji} ${emoji.label}` : ''}</span>}
        </EmojiPicker.ActiveEmoji>
        <EmojiPicker.SkinToneSelector className={classes.tone} aria-label={t('writing.skinTone')} />
      </div>
    </EmojiPicker.Root>
  );
}

function CategoryHeader({ category, ...props }: EmojiPickerListCategoryHeaderProps) {
  return (
    <div className={classes.category} {...props}>
      {category.label}
    </div>
  );
}

/** Rows and columns are counted from 1, as ARIA has it. */
const countFrom1 = <Props extends object>(props: Props, name: 'aria-rowindex' | 'aria-colindex'): Props => ({
  ...props,
  [name]: Number((props as Record<string, unknown>)[name] ?? 0) + 1,
});

function Row({ children, ...props }: EmojiPickerListRowProps) {
  return <div {...countFrom1(props, 'aria-rowindex')}>{children}</div>;
}

function Emoji({ emoji, ...props }: EmojiPickerListEmojiProps) {
  const button = useRef<HTMLButtonElement>(null);
  // The picker looks for the row by the number it had given it; this one finds itself.
  useEffect(() => {
    if (emoji.isActive) button.current?.scrollIntoView({ block: 'nearest' });
  }, [emoji.isActive]);
  return (
    <button
      type="button"
      className={classes.emoji}
      data-active={emoji.isActive || undefined}
      {...countFrom1(props, 'aria-colindex')}
      ref={button}
      aria-label={emoji.label}
    >
      {emoji.emoji}
    </button>
  );
}
