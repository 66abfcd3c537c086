/** format=flowed (RFC 3676): lines that end with a space go on in the next one. */

export function unflow(text: string, deletesSpace: boolean): string {
  const out: string[] = [];
  let open: { depth: number; pieces: string[] } | null = null;
  const close = (): void => {
    if (open !== null) out.push(`${'>'.repeat(open.depth)}${open.depth > 0 ? ' ' : ''}${open.pieces.join('')}`);
    open = null;
  };
  for (const raw of text.split('\n')) {
    const depth = /^>*/.exec(raw)?.[0].length ?? 0;
    let line = raw.slice(depth);
    if (line.startsWith(' ')) line = line.slice(1);
    // A change of depth ends a paragraph even when its last line seems to flow on.
    if (open !== null && (open as { depth: number }).depth !== depth) close();
    const isSignature = line === '-- ';
    if (isSignature) close();
    const flows: boolean = line.endsWith(' ') && !isSignature;
    const kept: string = flows && deletesSpace ? line.slice(0, -1) : line;
    if (open === null) open = { depth, pieces: [kept] };
    else (open as { pieces: string[] }).pieces.push(kept);
    if (!flows) close();
  }
  close();
  return out.join('\n');
}
