import type { Department } from '@lockstep/admin-api';
import { expect, test } from 'vitest';
import { pathOf, subtreeOf, toRows } from './tree.ts';

const make = (id: string, parent: string | null): Department => ({
  id,
  code: id,
  name: id.toUpperCase(),
  description: '',
  parent,
  members: 0,
});
const departments = [make('a', null), make('b', null), make('a2', 'a'), make('a1', 'a'), make('deep', 'a1')];

test('the tree is shown in its order, without what is below a closed department', () => {
  const shown = (closed: string[] = []): string[] =>
    toRows(departments, new Set(closed)).map(({ department, level }) => '-'.repeat(level) + department.id);
  expect(shown()).toEqual(['a', '-a2', '-a1', '--deep', 'b']);
  expect(shown(['a1'])).toEqual(['a', '-a2', '-a1', 'b']);
  expect(shown(['a'])).toEqual(['a', 'b']);
  expect(toRows(departments)[0]).toMatchObject({ children: 2, siblings: ['a', 'b'] });
});

test('paths and subtrees', () => {
  expect(pathOf(departments, 'deep')).toEqual(['A', 'A1', 'DEEP']);
  expect([...subtreeOf(departments, 'a')].sort()).toEqual(['a', 'a1', 'a2', 'deep']);
});
