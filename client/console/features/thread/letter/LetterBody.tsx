/** The words of a letter, designed or plain, its earlier letters folded, and its files. */
import { IconDots, IconPhotoOff } from '@tabler/icons-react';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useFileText } from '../../../http/file-text.ts';
import { countBlocked, hasQuoted, saysNothingElse } from '../../../letters/frame-document.ts';
import { trustImages, useTrustsImages } from '../../../letters/image-trust.ts';
import { LetterFrame } from '../../../letters/LetterFrame.tsx';
import { findInline } from '../../../letters/letter-html.ts';
import { Files } from '../Files.tsx';
import { Written } from '../Written.tsx';
import { Invitation } from './Invitation.tsx';
import classes from './letter.module.css';
import type { LetterEntryOf } from './read-letter.ts';
import type { Writer } from './writer.ts';

export interface LetterBodyProps {
  entry: LetterEntryOf;
  writer: Writer;
  isPlain: boolean;
}

export function LetterBody({ entry, writer, isPlain }: LetterBodyProps) {
  const { t } = useTranslation();
  const { text, files, letter } = entry.body;
  const { received } = letter;
  const { data: html, isError, isPending } = useFileText(letter.html);
  const [showsQuoted, setShowsQuoted] = useState<boolean | null>(null);
  const isDesigned = letter.html !== null && !isPlain && !isError;
  const inline = new Set(isDesigned || html ? findInline(html ?? '') : []);
  // Until the words are here nobody knows which pictures stand within them.
  const isWaiting = letter.html !== null && isPending && !isError;
  const attached = files.filter((file) => !inline.has(file.id) && !(isWaiting && file.image));
  const canFold = isDesigned
    ? html !== undefined && hasQuoted(html)
    : letter.quoted !== undefined && letter.quoted !== '';
  const isUnfolded = showsQuoted ?? (canFold && (isDesigned ? saysNothingElse(html ?? '') : text.trim() === ''));
  return (
    <>
      {received?.invitation && <Invitation invitation={received.invitation} />}
      {isError && <p className={classes.notice}>{t('letter.htmlFailed')}</p>}
      {isDesigned ? (
        html !== undefined && (
          <Designed
            html={html}
            entry={entry}
            title={t('letter.frame', { name: writer.shown })}
            isFolded={!isUnfolded}
          />
        )
      ) : (
        <div className={classes.plain}>{text.trim() !== '' && <Written text={text} />}</div>
      )}
      {canFold && (
        <button
          type="button"
          className={classes.dots}
          aria-expanded={isUnfolded}
          aria-label={t(isUnfolded ? 'letter.hideQuoted' : 'letter.showQuoted')}
          onClick={() => setShowsQuoted(!isUnfolded)}
        >
          <IconDots size={16} stroke={2} aria-hidden="true" />
        </button>
      )}
      {isUnfolded && !isDesigned && letter.quoted && (
        <div className={classes.quoted}>
          <Written text={letter.quoted} />
        </div>
      )}
      <Files files={attached} />
    </>
  );
}

/** Pictures from elsewhere are asked for only when somebody says so, for this letter and the sender's others until the page is closed. */
function Designed({
  html,
  entry,
  title,
  isFolded,
}: {
  html: string;
  entry: LetterEntryOf;
  title: string;
  isFolded: boolean;
}) {
  const { t } = useTranslation();
  const { letter } = entry.body;
  const [isAsked, setAsked] = useState(false);
  const isForged = letter.received?.verdict === 'fail';
  const isTrusted = useTrustsImages(letter.from?.address) && !isForged;
  const withImages = isAsked || isTrusted;
  const { files } = entry.body;
  const ids = useMemo(() => files.map((file) => file.id), [files]);
  const blocked = withImages ? 0 : countBlocked(html);

  function load() {
    setAsked(true);
    if (letter.from && !isForged) trustImages(letter.from.address);
  }

  return (
    <>
      {blocked > 0 && (
        <p className={classes.images}>
          <IconPhotoOff size={15} stroke={1.75} aria-hidden="true" />
          <span>
            {t('letter.images', { count: blocked })} <small>{t('letter.imagesWhy')}</small>
          </span>
          <button type="button" onClick={load}>
            {t('letter.loadImages')}
          </button>
        </p>
      )}
      <LetterFrame html={html} title={title} isFolded={isFolded} withImages={withImages} files={ids} name={entry.id} />
    </>
  );
}
