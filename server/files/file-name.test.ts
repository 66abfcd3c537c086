import { cleanFileName } from './file-name.ts';

test.each([
  ['photo.jpg', 'photo.jpg'],
  ['../../etc/passwd', 'passwd'],
  ['C:\\Users\\me\\cv.pdf', 'cv.pdf'],
  ['a\r\nb\u0000c.txt', 'abc.txt'],
  ['invoice\u202Egpj.exe', 'invoicegpj.exe'],
  ['.htaccess', 'htaccess'],
  ['..', 'file'],
  ['', 'file'],
  ['what? <now>.txt', 'what_ _now_.txt'],
  ['e\u0301.txt', '\u00e9.txt'],
  ['\ud800.txt', '\ufffd.txt'],
])('%j becomes %j', (raw, clean) => {
  expect(cleanFileName(raw)).toBe(clean);
});

test('long names keep their ending within 255 bytes', () => {
  const name = cleanFileName(`${'ü'.repeat(300)}.tar.gz`);
  expect(Buffer.byteLength(name)).toBeLessThanOrEqual(255);
  expect(name).toMatch(/^ü+(\.tar)?\.gz$/);
});
