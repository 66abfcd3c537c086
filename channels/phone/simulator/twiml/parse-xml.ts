/** A strict reader of small XML documents: what is not well formed is refused, as Twilio does with error 12100. */

export interface XmlElement {
  name: string;
  attributes: Record<string, string>;
  children: XmlElement[];
  /** all text directly inside */
  text: string;
}

export class XmlError extends Error {
  override readonly name = 'XmlError';
}

const named: Record<string, string> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" };
const NAME = /[A-Za-z_][\w.:-]*/y;

/** @throws XmlError saying what is wrong and where */
export function parseXml(source: string): XmlElement {
  const text = source.replace(/^\uFEFF/, '');
  let at = 0;
  const fail = (what: string): never => {
    throw new XmlError(`${what} at character ${at}`);
  };
  const skipSpace = () => {
    while (/\s/.test(text[at] ?? '')) at++;
  };
  const readName = (): string => {
    NAME.lastIndex = at;
    const found = NAME.exec(text)?.[0] ?? fail('a name is missing');
    at += found.length;
    return found;
  };
  const through = (end: string): string => {
    const found = text.indexOf(end, at);
    if (found < 0) fail(`${end} is missing`);
    const inside = text.slice(at, found);
    at = found + end.length;
    return inside;
  };
  const decode = (raw: string): string =>
    raw.replace(/&([^;&\s]*);?/g, (whole, entity: string) => {
      const code = /^#x([0-9a-f]+)$/i.exec(entity)?.[1] ?? null;
      if (code !== null) return String.fromCodePoint(Number.parseInt(code, 16));
      if (/^#\d+$/.test(entity)) return String.fromCodePoint(Number(entity.slice(1)));
      return whole.endsWith(';') && named[entity] ? named[entity] : fail(`${whole} is no entity`);
    });
  /** comments, instructions and the declaration */
  const skipMisc = () => {
    for (;;) {
      skipSpace();
      if (text.startsWith('<!--', at)) through('-->');
      else if (text.startsWith('<?', at)) through('?>');
      else return;
    }
  };

  function readAttributes(): Record<string, string> {
    const attributes: Record<string, string> = {};
    for (;;) {
      skipSpace();
      if (text[at] === '>' || text[at] === '/') return attributes;
      const name = readName();
      skipSpace();
      if (text[at++] !== '=') fail('= is missing');
      skipSpace();
      const quote = text[at++] ?? '';
      if (quote !== '"' && quote !== "'") fail('a quote is missing');
      if (name in attributes) fail(`${name} stands twice`);
      const value = through(quote);
      if (value.includes('<')) fail('< in an attribute');
      attributes[name] = decode(value);
    }
  }

  function readElement(): XmlElement {
    if (text[at] !== '<') fail('an element is missing');
    at++;
    const name = readName();
    const element: XmlElement = { name, attributes: readAttributes(), children: [], text: '' };
    if (text.startsWith('/>', at)) {
      at += 2;
      return element;
    }
    if (text[at++] !== '>') fail('> is missing');
    for (;;) {
      if (at >= text.length) fail(`</${name}> is missing`);
      if (text.startsWith('</', at)) {
        at += 2;
        if (readName() !== name) fail(`</${name}> is missing`);
        skipSpace();
        if (text[at++] !== '>') fail('> is missing');
        return element;
      }
      if (text.startsWith('<![CDATA[', at)) {
        at += 9;
        element.text += through(']]>');
      } else if (text.startsWith('<!--', at)) through('-->');
      else if (text[at] === '<') element.children.push(readElement());
      else {
        const end = text.indexOf('<', at);
        if (end < 0) fail(`</${name}> is missing`);
        element.text += decode(text.slice(at, end));
        at = end;
      }
    }
  }

  skipMisc();
  const root = readElement();
  skipMisc();
  if (at < text.length) fail('there is something after the end');
  return root;
}
