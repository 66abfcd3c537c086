import type { AgentEntry } from '../../../../../shared/model/entry.ts';
import { findAnswered, findPeople } from './find-answered.ts';

const at = (address: string, name = '') => ({ name, address });

function letter(seq: number, kind: 'customer' | 'agent', rest: object = {}, body: object = {}): AgentEntry {
  const common = { subject: 's', from: at(`${kind}@x.de`), to: [], cc: [], html: null, source: null };
  return {
    ...{ id: `e${seq}`, seq, author: { kind, name: kind, id: kind } },
    body: { kind: 'message', text: '', files: [], letter: { ...common, ...rest }, ...body },
  } as unknown as AgentEntry;
}

const received = (verdict: string) => ({ received: { verdict, automatic: null, warnings: [] } });

test('the newest letter of the customer is answered, else the newest of all', () => {
  expect(findAnswered([letter(1, 'customer'), letter(2, 'agent')], null)?.seq).toBe(1);
  expect(findAnswered([letter(2, 'agent'), letter(3, 'agent')], null)?.seq).toBe(3);
  expect(findAnswered([], null)).toBeNull();
});

test('automatic and forged letters are answered only by choice', () => {
  const entries = [
    letter(1, 'customer'),
    letter(2, 'customer', {}, { aside: true }),
    letter(3, 'customer', received('fail')),
  ];
  expect(findAnswered(entries, null)?.seq).toBe(1);
  expect(findAnswered(entries, 3)?.seq).toBe(3);
});

test('everybody who took part is known once, with their name', () => {
  const entries = [
    letter(1, 'customer', { from: at('sofia@x.it', 'Sofia'), cc: [at('ben@x.de')] }),
    letter(2, 'customer', { from: at('SOFIA@x.it'), to: [at('a@acme.example')] }),
  ];
  expect(findPeople(entries)).toEqual([at('sofia@x.it', 'Sofia'), at('a@acme.example'), at('ben@x.de')]);
});
