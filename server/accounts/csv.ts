/** One line of a CSV file that a spreadsheet may open without running what strangers wrote. */

/** RFC 4180; a cell that a spreadsheet would take for a formula begins with an apostrophe (OWASP, CSV injection). */
export const writeCsvLine = (cells: readonly string[]): string => `${cells.map(writeCell).join(',')}\r\n`;

function writeCell(text: string): string {
  const tame = /^(?:\s*[=+\-@＝＋－＠]|[\t\r\n])/.test(text) ? `'${text}` : text;
  return /[",\r\n']|^\s|\s$/.test(tame) ? `"${tame.replaceAll('"', '""')}"` : tame;
}
