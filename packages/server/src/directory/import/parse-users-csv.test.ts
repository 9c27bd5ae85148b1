import { describe, expect, test } from 'vitest';
import { CsvFileError, parseUsersCsv } from './parse-users-csv.ts';

describe('parseUsersCsv', () => {
  test('reads names of several scripts, lists, quotes and a byte order mark', () => {
    const { rows, faults } = parseUsersCsv(
      '\uFEFFloginName,displayName,surname,givenName,email,status,departments,groups,availableServices\n' +
        'hana,森 花,森,花,hana@acme.example,active,営業部;東京,All staff,kintone; garoon;\n' +
        'omar,"عمر ""O"" حداد",حداد,عمر,,inactive,,,\n',
    );
    expect(faults).toEqual([]);
    expect(rows).toEqual([
      {
        line: 2,
        loginName: 'hana',
        displayName: '森 花',
        surname: '森',
        givenName: '花',
        email: 'hana@acme.example',
        active: true,
        departments: ['営業部', '東京'],
        groups: ['All staff'],
        availableServices: ['kintone', 'garoon'],
      },
      {
        line: 3,
        loginName: 'omar',
        displayName: 'عمر "O" حداد',
        surname: 'حداد',
        givenName: 'عمر',
        email: '',
        active: false,
        departments: [],
        groups: [],
        availableServices: [],
      },
    ]);
  });

  test.each([
    ['', 'The login name is missing.'],
    ['a,not-an-address,', '"not-an-address" is not an e-mail address.'],
    ['a,,asleep', 'The status is active or inactive, not "asleep".'],
    ['a,,,extra', 'The row has 4 cells, the header has 3.'],
    [`${'x'.repeat(129)},,`, 'loginName has more than 128 characters.'],
    ['FIRST,,', 'The login name stands in line 2 already.'],
  ])('reports the row %j with its line and keeps the others', (row, reason) => {
    const line = row === '' ? ',,' : row;
    const { rows, faults } = parseUsersCsv(`loginName,email,status\nfirst,,\n${line}\nlast,l@x.example,inactive\n`);
    expect(faults).toEqual([expect.objectContaining({ line: 3, reason })]);
    expect(rows.map(({ loginName, line: at }) => [loginName, at])).toEqual([
      ['first', 2],
      ['last', 4],
    ]);
  });

  test('reports a service that does not exist, and says nothing of services without their column', () => {
    const { rows, faults } = parseUsersCsv('loginName,availableServices\na,kintone;lotus;Garoon\nb,office\n');
    const reason = 'There is no service "lotus", "Garoon". Known: kintone, garoon, office, mailwise, secure_access.';
    expect(faults).toEqual([{ line: 2, loginName: 'a', reason }]);
    expect(rows).toEqual([expect.objectContaining({ loginName: 'b', availableServices: ['office'] })]);
    expect(parseUsersCsv('loginName\na\n').rows[0]).not.toHaveProperty('availableServices');
  });

  test.each([
    ['', 'The file is empty.'],
    ['name\nx', 'Unknown column "name".'],
    ['displayName\nx', 'no column loginName'],
    ['loginName,loginname\nx,y', 'stands twice'],
    ['loginName\n"open', 'not readable CSV'],
  ])('refuses the file %j as a whole', (text, message) => {
    expect(() => parseUsersCsv(text)).toThrow(CsvFileError);
    expect(() => parseUsersCsv(text)).toThrow(message);
  });
});
