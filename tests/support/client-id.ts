/** Client ids for tests: readable and never the same twice in a process. */

let count = 0;

export function nextClientId(name = 'send'): string {
  count += 1;
  return `${name}-${process.pid}-${String(count).padStart(6, '0')}`;
}
