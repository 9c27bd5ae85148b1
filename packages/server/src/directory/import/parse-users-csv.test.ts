import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { joinCell } from '../csv/cell-list.ts';
import { csvLine } from '../csv/write-csv.ts';
import { builtInTypes } from '../custom-types/compile-types.ts';
import type { MatchBy } from './match-users.ts';
import { CsvFileError, isFault, parseUsersCsv as parse, type UserRow } from './parse-users-csv.ts';
import type { RowFault } from './row-fault.ts';

const readAll = async (text: string, match?: MatchBy) => {
  const rows: UserRow[] = [];
  const faults: RowFault[] = [];
  for await (const read of parse(text, builtInTypes, match)) {
    if (isFault(read)) faults.push(read);
    else rows.push(read);
  }
  return { rows, faults };
};
const parseUsersCsv = async (text: string) => {
  const { rows, faults } = await readAll(text);
  return { rows: rows.map(({ matchValue: _value, columns: _columns, extensions: _none, ...row }) => row), faults };
};

fc.configureGlobal({ seed: Number(process.env['LOCKSTEP_TEST_SEED'] ?? 1) });

describe('parseUsersCsv', () => {
  test('reads names of several scripts, lists, quotes and a byte order mark', async () => {
    const { rows, faults } = await parseUsersCsv(
      '\uFEFFloginName,displayName,surname,givenName,email,status,departments,jobTitles,groups,availableServices\n' +
        'hana,森 花,森,花,hana@acme.example,active,営業部;東京,;部長,All staff;R\\;D,kintone; garoon;\n' +
        'omar,"عمر ""O"" حداد",حداد,عمر,,inactive,,,,\n',
    );
    expect(faults).toEqual([]);
    expect(rows).toEqual([
      {
        line: 2,
        loginName: 'hana',
        displayName: '森 花',
        setsDisplayName: true,
        profile: {},
        surname: '森',
        givenName: '花',
        email: 'hana@acme.example',
        active: true,
        departments: [
          { department: '営業部', jobTitle: null },
          { department: '東京', jobTitle: '部長' },
        ],
        groups: ['All staff', 'R;D'],
        availableServices: ['kintone', 'garoon'],
      },
      {
        line: 3,
        loginName: 'omar',
        displayName: 'عمر "O" حداد',
        setsDisplayName: true,
        profile: {},
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
  ])('reports the row %j with its line and keeps the others', async (row, reason) => {
    const line = row === '' ? ',,' : row;
    const { rows, faults } = await parseUsersCsv(
      `loginName,email,status\nfirst,,\n${line}\nlast,l@x.example,inactive\n`,
    );
    expect(faults).toEqual([expect.objectContaining({ line: 3, reason })]);
    expect(rows.map(({ loginName, line: at }) => [loginName, at])).toEqual([
      ['first', 2],
      ['last', 4],
    ]);
  });

  test('reports a service that does not exist, and says nothing of services without their column', async () => {
    const { rows, faults } = await parseUsersCsv('loginName,availableServices\na,kintone;lotus;Garoon\nb,office\n');
    const reason = 'There is no service "lotus", "Garoon". Known: kintone, garoon, office, mailwise, secure_access.';
    expect(faults).toEqual([expect.objectContaining({ line: 2, loginName: 'a', code: 'unknown_service', reason })]);
    expect(rows).toEqual([expect.objectContaining({ loginName: 'b', availableServices: ['office'] })]);
    expect((await parseUsersCsv('loginName\na\n')).rows).toEqual([
      { line: 2, loginName: 'a', displayName: 'a', setsDisplayName: false, profile: {} },
    ]);
  });

  test.each([
    ['a,x,y;z', 'more_job_titles'],
    [`a,${'d;'.repeat(101)},`, 'too_many_departments'],
    ['"a\0",,', 'nul_character'],
  ])('names what is wrong with %j by a code', async (row, code) => {
    const { rows, faults } = await parseUsersCsv(`loginName,departments,jobTitles\n${row}\n`);
    expect([rows, faults.map((fault) => fault.code)]).toEqual([[], [code]]);
  });

  test('gives back what was written, whatever it is', async () => {
    const cell = fc.oneof(fc.string({ maxLength: 60 }), fc.constantFrom('=1+1', "'=x", '-', '@a', "'"));
    const value = cell.filter((text) => !text.includes('\0') && text === text.trim());
    const name = value.filter((text) => text !== '');
    await fc.assert(
      fc.asyncProperty(name, name, fc.array(name, { maxLength: 5 }), async (loginName, displayName, groups) => {
        const text =
          csvLine(['loginName', 'displayName', 'groups']) + csvLine([loginName, displayName, joinCell(groups)]);
        const [row] = (await parseUsersCsv(text)).rows;
        expect(row).toMatchObject({ loginName, displayName, groups });
      }),
    );
  });

  test.each([
    ['', 'The file is empty.', 'empty_file', {}],
    ['name\nx', 'Unknown column "name".', 'unknown_columns', { unknown: '"name"' }],
    ['displayName\nx', 'no column loginName', 'missing_column', { column: 'loginName' }],
    ['loginName,loginname\nx,y', 'stands twice', 'column_twice', {}],
    ['loginName,jobTitles\nx,y', 'which of the column departments', 'missing_departments', {}],
    ['loginName\n"open', 'not readable CSV', 'not_csv', { reason: expect.any(String) as unknown }],
  ])('refuses the file %j as a whole', async (text, message, code, values) => {
    await expect(parseUsersCsv(text)).rejects.toThrow(CsvFileError);
    await expect(parseUsersCsv(text)).rejects.toThrow(message);
    await expect(parseUsersCsv(text)).rejects.toMatchObject({ code, values });
  });

  test('a row has what it is matched by, once in the file whatever its case', async () => {
    const file = 'loginName,email,employeeNumber\na,A@x.example,7\nb,a@X.example,8\nc,,9\nd,d@x.example,7\n';
    const told = async (match: MatchBy) => {
      const { rows, faults } = await readAll(file, match);
      return [rows.map(({ matchValue }) => matchValue), faults.map(({ line, code }) => [line, code])];
    };
    expect(await told('email')).toEqual([
      ['A@x.example', 'd@x.example'],
      [
        [3, 'match_twice'],
        [4, 'match_missing'],
      ],
    ]);
    expect(await told('employee-number')).toEqual([['7', '8', '9'], [[5, 'match_twice']]]);
    await expect(readAll('loginName\na\n', 'email')).rejects.toThrow('no column email, by which rows are matched');
  });
});
