/** What is looked for in the audit trail: every action can be chosen, and days are those of the reader. */
import { auditActions } from '../../../../shared/model/audit.ts';
import { actionGroups, noChoice, toFilter } from './audit-choice.ts';

test('every action is in one group of the menu', () => {
  expect(Object.values(actionGroups).flat().sort()).toEqual([...auditActions].sort());
});

test('nothing chosen asks for everything', () => {
  expect(toFilter(noChoice)).toEqual({});
});

test('a day counts in whole, from its first to its last millisecond', () => {
  const day = toFilter({ ...noChoice, from: '2026-03-01', to: '2026-03-01' });
  expect(day.from).toBe(new Date(2026, 2, 1).getTime());
  expect(day.to).toBe(new Date(2026, 2, 2).getTime());
});

test('what is no day is no limit', () => {
  for (const day of ['', '2026', 'tomorrow', '0000-00-00']) {
    expect(toFilter({ ...noChoice, from: day, to: day })).toEqual({});
  }
});
