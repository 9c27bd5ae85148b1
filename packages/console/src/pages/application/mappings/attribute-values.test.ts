import { describe, expect, it } from 'vitest';
import type { MappedAttribute } from './AttributeDialog.tsx';
import { fromValues, readConstant, toValues, writeConstant } from './attribute-values.ts';

describe('the fields of an attribute', () => {
  const attribute = {
    target: 'title',
    label: 'Title',
    type: 'string',
    required: true,
    scope: 'group',
    withheld: ['x'],
  } as const;
  it.each<MappedAttribute>([
    { attribute },
    { attribute, mapping: { target: 'title', source: { kind: 'constant', value: 'Dr' }, applyOn: 'create' } },
    { attribute, mapping: { target: 'title', source: { kind: 'attribute', attribute: 'title' }, applyOn: 'create' } },
    { attribute, mapping: { target: 'title', source: { kind: 'expression', expression: '1' }, applyOn: 'create' } },
  ])('say what they were filled with: %j', (edited) => {
    expect(fromValues(toValues(edited), edited.attribute)).toEqual(edited);
  });

  it('lose a label that was cleared, and have none from the start', () => {
    expect(fromValues({ ...toValues({ attribute }), label: ' ' }, attribute)?.attribute).not.toHaveProperty('label');
    expect(fromValues({ ...toValues(undefined), target: ' nickName ' }, undefined)).toEqual({
      attribute: { target: 'nickName', type: 'string', required: false, scope: 'personal' },
    });
  });
});

it.each([
  ['Dr ', 'string', 'Dr '],
  ['7', 'integer', 7],
  ['7.5', 'integer', undefined],
  ['7.5', 'number', 7.5],
  ['x', 'number', undefined],
  ['true', 'boolean', true],
  ['yes', 'boolean', undefined],
  ['a\n\n b \na', 'string-array', ['a', 'b']],
  [' ', 'string', undefined],
] as const)('reads the constant %j of type %s', (text, type, value) => {
  expect(readConstant(text, type)).toEqual(value);
});

it('writes a list line by line', () => {
  expect(writeConstant(['a', 'b'])).toBe('a\nb');
});
