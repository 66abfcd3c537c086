/** What can be put into the text: files, canned replies, colleagues, emoji, quick replies. */
import { ActionIcon, Popover, Tooltip } from '@mantine/core';
import { IconAt, IconListCheck, IconMoodSmile, IconPaperclip, IconSlash } from '@tabler/icons-react';
import { lazy, type ReactNode, Suspense, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import classes from './composer.module.css';

const EmojiPanel = lazy(async () => ({ default: (await import('./EmojiPanel.tsx')).EmojiPanel }));

export interface ToolsProps {
  isNote: boolean;
  hasChoices: boolean;
  /** quick replies are offered where the customer is there to tap them */
  canOffer?: boolean;
  onFiles(files: FileList | null): void;
  onInsert(words: string): void;
  /** where colleagues read along */
  onMention?(): void;
  onChoices?(): void;
}

const icon = { size: 18, stroke: 1.75 } as const;

export function Tools({ isNote, hasChoices, canOffer = true, onFiles, onInsert, onMention, onChoices }: ToolsProps) {
  const { t } = useTranslation();
  const picker = useRef<HTMLInputElement>(null);
  const [isEmojiOpen, setEmojiOpen] = useState(false);
  return (
    <>
      <Tool label={t('composer.attach')} onClick={() => picker.current?.click()}>
        <IconPaperclip {...icon} />
      </Tool>
      <Tool label={t('writing.insertReply')} onClick={() => onInsert('/')}>
        <IconSlash {...icon} />
      </Tool>
      {onMention && (
        <Tool label={t(isNote ? 'writing.mention' : 'writing.mentionInNote')} onClick={onMention}>
          <IconAt {...icon} />
        </Tool>
      )}
      <Popover
        opened={isEmojiOpen}
        onChange={setEmojiOpen}
        position="top-start"
        trapFocus
        returnFocus
        withinPortal
        keepMounted={false}
      >
        <Popover.Target>
          <Tooltip label={t('writing.emoji')} disabled={isEmojiOpen}>
            <ActionIcon
              size={32}
              aria-label={t('writing.emoji')}
              aria-expanded={isEmojiOpen}
              onClick={() => setEmojiOpen(!isEmojiOpen)}
            >
              <IconMoodSmile {...icon} />
            </ActionIcon>
          </Tooltip>
        </Popover.Target>
        <Popover.Dropdown p={0} aria-label={t('writing.emoji')}>
          <Suspense fallback={<div className={classes.emojiWait} aria-busy="true" />}>
            <EmojiPanel
              onPick={(emoji) => {
                setEmojiOpen(false);
                onInsert(emoji);
              }}
            />
          </Suspense>
        </Popover.Dropdown>
      </Popover>
      {canOffer && onChoices && (
        <Tool label={t('composer.choices')} isPressed={hasChoices} onClick={onChoices}>
          <IconListCheck {...icon} />
        </Tool>
      )}
      <input
        ref={picker}
        type="file"
        multiple
        hidden
        onChange={(event) => {
          onFiles(event.target.files);
          event.target.value = '';
        }}
      />
    </>
  );
}

interface ToolProps {
  label: string;
  isPressed?: boolean;
  onClick(): void;
  children: ReactNode;
}

function Tool({ label, isPressed, onClick, children }: ToolProps) {
  return (
    <Tooltip label={label}>
      <ActionIcon size={32} aria-label={label} aria-pressed={isPressed} onClick={onClick}>
        {children}
      </ActionIcon>
    </Tooltip>
  );
}
