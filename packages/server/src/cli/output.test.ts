import { expect, test } from 'vitest';
import { formatTable } from './output.ts';

test('aligns columns also behind wide characters and combining marks', () => {
  expect(
    formatTable(
      ['Name', 'Login'],
      [
        ['森 花', 'hana'],
        ['José', 'jose'],
        ['Al', 'al'],
      ],
    ),
  ).toBe('Name   Login\n森 花  hana\nJosé   jose\nAl     al');
});

test('lets no control character through to the terminal', () => {
  expect(formatTable(['Name'], [['\u001b[31mred\nline']])).toBe('Name\n [31mred line');
});
