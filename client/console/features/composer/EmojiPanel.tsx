/** The emoji picker, with its data from our own server in the agent's language. Loaded when it is first opened. */
import { EmojiPicker, type EmojiPickerListCategoryHeaderProps, type EmojiPickerListEmojiProps } from 'frimousse';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import classes from './emoji.module.css';

const parts = { CategoryHeader, Emoji };

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

function Emoji({ emoji, ...props }: EmojiPickerListEmojiProps) {
  return (
    <button
      type="button"
      className={classes.emoji}
      data-active={emoji.isActive || undefined}
      {...props}
      aria-label={emoji.label}
    >
      {emoji.emoji}
    </button>
  );
}
