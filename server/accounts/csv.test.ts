import fc from 'fast-check';
import { writeCsvLine } from './csv.ts';

/** RFC 4180, as a spreadsheet reads one line. */
function readCells(line: string): string[] {
  const cells: string[] = [];
  let rest = line.replace(/\r\n$/, '');
  for (;;) {
    const quoted = /^"((?:[^"]|"")*)"/.exec(rest);
    const cell = quoted ? (quoted[1] ?? '').replaceAll('""', '"') : (/^[^,]*/.exec(rest)?.[0] ?? '');
    cells.push(cell);
    rest = rest.slice(quoted ? quoted[0].length : cell.length);
    if (rest === '') return cells;
    expect(rest[0]).toBe(',');
    rest = rest.slice(1);
  }
}

test('whatever is written is read back, with an apostrophe before what would run', () => {
  const dangerous = fc.constantFrom(
    '=1+1',
    '+1',
    '-1',
    '@SUM(A1)',
    '\t=1',
    '\r=1',
    ' =1',
    '＝1',
    '"=1"',
    'a,b',
    '\n',
    "'x",
  );
  fc.assert(
    fc.property(fc.array(fc.oneof(fc.string(), dangerous), { minLength: 1 }), (cells) => {
      const line = writeCsvLine(cells);
      expect(line.endsWith('\r\n')).toBe(true);
      const read = readCells(line);
      expect(read.map((cell, index) => (cell === cells[index] ? cell : cell.slice(1)))).toEqual(cells);
      for (const cell of read) expect(cell).not.toMatch(/^(\s*[=+\-@＝＋－＠]|[\t\r\n])/);
    }),
  );
});

test('plain cells stay plain', () => {
  expect(writeCsvLine(['Maya Keller', 'session.opened', ''])).toBe('Maya Keller,session.opened,\r\n');
});
