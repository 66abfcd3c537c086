/** A text with the places marked where what was looked for stands. */
import type { Snippet } from '../../../../../shared/model/search.ts';

export function Marks({ text, marks }: Snippet) {
  let at = 0;
  const parts = marks.flatMap(([from, to]) => {
    const before = text.slice(at, from);
    at = to;
    return [<span key={`p${from}`}>{before}</span>, <mark key={`m${from}`}>{text.slice(from, to)}</mark>];
  });
  return (
    <>
      {parts}
      {text.slice(at)}
    </>
  );
}
