import { formatAddress, isAddress, isSameMailbox, matchAddresses, parseAddresses } from './addresses.ts';

test('addresses are read as people write and paste them', () => {
  expect(parseAddresses('sofia@Posteo.IT')).toEqual({ found: [{ name: '', address: 'sofia@posteo.it' }], rest: '' });
  expect(parseAddresses('"Marchetti, Sofia" <sofia@posteo.it>; ben@x.de\nmailto:ines@y.org').found).toEqual([
    { name: 'Marchetti, Sofia', address: 'sofia@posteo.it' },
    { name: '', address: 'ben@x.de' },
    { name: '', address: 'ines@y.org' },
  ]);
  expect(parseAddresses('李雷 <li@例子.Example>').found).toEqual([{ name: '李雷', address: 'li@xn--fsqu00a.example' }]);
});

test('what is no address stays as it was written, beside what is one', () => {
  expect(parseAddresses('sofia, ben@x.de, @x.de')).toEqual({
    found: [{ name: '', address: 'ben@x.de' }],
    rest: 'sofia, @x.de',
  });
  for (const wrong of ['', 'a', 'a@', '@b.de', 'a@b', 'a b@c.de', 'a@b..de', 'a@b.d', 'a@@b.de', 'a,b@c.de']) {
    expect([wrong, isAddress(wrong)]).toEqual([wrong, false]);
  }
});

test('a mailbox is the same under every token', () => {
  expect(isSameMailbox('support@acme.example', 'Support+c.42.x7@ACME.example')).toBe(true);
  expect(isSameMailbox('support@acme.example', 'support@other.example')).toBe(false);
});

test('a name without words shows the address', () => {
  expect(formatAddress({ name: ' ', address: 'a@b.de' })).toBe('a@b.de');
  expect(formatAddress({ name: 'Sofia', address: 'a@b.de' })).toBe('Sofia <a@b.de>');
});

test('completion knows names and addresses, each once, without those who are there already', () => {
  const known = [
    { name: 'Sofia Marchetti', address: 'sofia@posteo.it' },
    { name: '', address: 'SOFIA@posteo.it' },
    { name: 'Ben', address: 'ben@marchetti.it' },
    { name: 'Ines', address: 'ines@y.org' },
  ];
  expect(matchAddresses(known, 'mar', []).map((one) => one.address)).toEqual(['sofia@posteo.it', 'ben@marchetti.it']);
  expect(matchAddresses(known, '', [{ name: '', address: 'ines@y.org' }])).toHaveLength(2);
  expect(matchAddresses(known, 'zz', [])).toEqual([]);
});
