/** Reads a CSV file row by row, whatever its size: bytes to text to cells, never more than a piece of it in memory. */
import { type Readable, Transform } from 'node:stream';
import { CsvError, parse } from 'csv-parse';
import type { ImportSettings } from '../../../shared/model/import.ts';

export interface CsvRow {
  /** of the file, the first is 1; a cell with line breaks counts as the line it ends on */
  line: number;
  cells: string[];
}

/** It cannot be read as it is set. */
export class UnreadableCsvError extends Error {
  override readonly name = 'UnreadableCsvError';
  constructor(readonly line: number) {
    super(`The CSV file cannot be read at line ${line}.`);
  }
}

const LONGEST_ROW = 200_000;

/** @throws UnreadableCsvError where a quote never ends, or a row is longer than anybody writes */
export async function* readCsv(
  file: Readable,
  { encoding, delimiter }: Pick<ImportSettings, 'encoding' | 'delimiter'>,
): AsyncGenerator<CsvRow> {
  const parser = parse({
    ...{ delimiter, info: true, bom: true, trim: true, skip_empty_lines: true, max_record_size: LONGEST_ROW },
    // What strangers' programs write: rows of different lengths, and quotes in the middle of a cell.
    ...{ relax_column_count: true, relax_quotes: true },
  });
  const text = file.pipe(decoder(encoding));
  file.once('error', (error) => parser.destroy(error));
  text.pipe(parser);
  try {
    for await (const { record, info } of parser as AsyncIterable<{ record: string[]; info: { lines: number } }>) {
      yield { line: info.lines, cells: record };
    }
  } catch (error) {
    throw error instanceof CsvError ? new UnreadableCsvError(Number(error.lines ?? 0)) : error;
  } finally {
    file.destroy();
    text.destroy();
    parser.destroy();
  }
}

function decoder(encoding: string): Transform {
  const decode = new TextDecoder(encoding);
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      done(null, decode.decode(chunk, { stream: true }));
    },
    flush(done) {
      done(null, decode.decode());
    },
  });
}
