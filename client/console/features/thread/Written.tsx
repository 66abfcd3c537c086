/** What somebody wrote: plain text with its links, which tell the other side nothing, and mentions. Links that deceive ask first. */
import { IconAlertTriangle } from '@tabler/icons-react';
import { useState } from 'react';
import { OddLinkDialog } from '../../letters/OddLinkDialog.tsx';
import { findOddLink, type OddLink } from '../../letters/odd-links.ts';
import classes from './entries.module.css';
import { cutWords, type Piece } from './words.ts';

export function Written({ text, mentions }: { text: string; mentions?: readonly { id: string; name: string }[] }) {
  let at = 0;
  return (
    <p className={classes.text} dir="auto">
      {cutWords(text, mentions).map((piece) => {
        const key = at;
        at += piece.text.length;
        return <PieceOf key={key} piece={piece} />;
      })}
    </p>
  );
}

function PieceOf({ piece }: { piece: Piece }) {
  switch (piece.kind) {
    case 'text':
      return piece.text;
    case 'mention':
      return <span className={classes.mention}>{piece.text}</span>;
    case 'link': {
      const { text, href } = piece;
      const odd = findOddLink(text, href);
      if (odd) return <AskedLink text={text} href={href} odd={odd} />;
      return (
        <a href={href} target="_blank" rel="noopener noreferrer nofollow">
          {text}
        </a>
      );
    }
  }
}

/** The place it really leads to stands beside it, and is asked about before it is opened. */
function AskedLink({ text, href, odd }: { text: string; href: string; odd: OddLink }) {
  const [isAsking, setAsking] = useState(false);
  return (
    <>
      <a
        href={href}
        target="_blank"
        rel="noopener noreferrer nofollow"
        onClick={(event) => {
          event.preventDefault();
          setAsking(true);
        }}
      >
        {text}
      </a>{' '}
      <span className={classes.odd}>
        <IconAlertTriangle size={12} stroke={2} aria-hidden="true" /> {odd.host}
      </span>
      <OddLinkDialog href={href} odd={odd} isOpen={isAsking} onClose={() => setAsking(false)} />
    </>
  );
}
