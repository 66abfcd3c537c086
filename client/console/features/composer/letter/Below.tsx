/** What stands below the words: the signature, and the earlier letter, folded; each may be left out. */
import { IconDots, IconX } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { LetterParts } from '../../../../../shared/letter-parts.ts';
import { LetterFrame } from '../../../letters/LetterFrame.tsx';
import classes from './letter.module.css';

export interface BelowProps {
  parts: Pick<LetterParts, 'signature' | 'quote'>;
  /** what could be put there; empty: nothing */
  signature: string;
  name: string;
  onChange(parts: Partial<Pick<LetterParts, 'signature' | 'quote'>>): void;
}

export function Below({ parts, signature, name, onChange }: BelowProps) {
  const { t } = useTranslation();
  const [isOpen, setOpen] = useState(false);
  return (
    <div className={classes.below}>
      {parts.signature === '' ? (
        signature !== '' && (
          <button type="button" className={classes.more} onClick={() => onChange({ signature })}>
            {t('letter.addSignature')}
          </button>
        )
      ) : (
        <div className={classes.signature}>
          <p title={readLines(parts.signature).join('\n')}>{readLines(parts.signature).join(' · ')}</p>
          <Out label={t('letter.removeSignature')} onClick={() => onChange({ signature: '' })} />
        </div>
      )}
      {parts.quote !== '' && (
        <div className={classes.quote}>
          <button
            type="button"
            className={classes.dots}
            aria-expanded={isOpen}
            aria-label={t(isOpen ? 'letter.hideQuoted' : 'letter.showQuoted')}
            onClick={() => setOpen(!isOpen)}
          >
            <IconDots size={16} stroke={2} aria-hidden="true" />
          </button>
          <Out label={t('letter.removeQuote')} onClick={() => onChange({ quote: '' })} />
        </div>
      )}
      {isOpen && parts.quote !== '' && (
        <div className={classes.quoted}>
          <LetterFrame
            html={parts.quote}
            title={t('letter.quote')}
            isFolded={false}
            withImages={false}
            name={`quote-${name}`}
          />
        </div>
      )}
    </div>
  );
}

function Out({ label, onClick }: { label: string; onClick(): void }) {
  return (
    <button type="button" className={classes.out} aria-label={label} title={label} onClick={onClick}>
      <IconX size={14} stroke={1.75} aria-hidden="true" />
    </button>
  );
}

/** Made of paragraphs and line breaks, so its lines are its words. */
function readLines(html: string): string[] {
  const page = new DOMParser().parseFromString(html.replaceAll(/<br\s*\/?>|<\/p>/gi, '\n'), 'text/html');
  const lines = (page.body.textContent ?? '').split('\n').map((line) => line.trim());
  return lines.filter((line) => line !== '' && line !== '--');
}
