/** @jsxImportSource preact */
/** Plain text whose web and mail addresses can be followed. Elements only: nothing in a text is ever read as HTML. */
import { linkify } from '../../../ui/linkify.ts';

export function Linked({ text }: { text: string }) {
  let end = 0;
  return (
    <>
      {linkify(text).map((part) => {
        end += part.text.length;
        return part.kind === 'text' ? (
          part.text
        ) : (
          <a key={end} href={part.href} target="_blank" rel="noopener noreferrer nofollow">
            {part.text}
          </a>
        );
      })}
    </>
  );
}
