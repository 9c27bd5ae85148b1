import type { AppAttribute, ProfileSettings } from '@lockstep/admin-api';
import { expect, it } from 'vitest';
import { withAttribute, withElement, withNewAttributes, withoutAttribute } from './edit-settings.ts';

const attribute = (target: string): AppAttribute => ({ target, type: 'string', required: false, scope: 'personal' });
const mapping = (target: string, expression: string) =>
  ({ target, source: { kind: 'expression', expression }, applyOn: 'create' }) as const;
const settings: ProfileSettings = {
  attributes: [attribute('a'), attribute('b')],
  mappings: [mapping('a', '1'), mapping('b', '2')],
  userName: { format: 'email', applyOn: 'create' },
};

it('an attribute keeps its place, a new one comes last', () => {
  const edited = withAttribute(settings, {
    attribute: { ...attribute('a'), required: true },
    mapping: mapping('a', '3'),
  });
  expect(edited.attributes.map(({ target, required }) => [target, required])).toEqual([
    ['a', true],
    ['b', false],
  ]);
  expect(edited.mappings).toEqual([mapping('a', '3'), mapping('b', '2')]);
  const added = withAttribute(settings, { attribute: attribute('c'), mapping: mapping('c', '4') });
  expect(added.mappings.map(({ target }) => target)).toEqual(['a', 'b', 'c']);
});

it('an attribute that is not mapped has no mapping, one that is deleted neither', () => {
  expect(withAttribute(settings, { attribute: attribute('a') }).mappings).toEqual([mapping('b', '2')]);
  expect(withoutAttribute(settings, 'a')).toMatchObject({
    attributes: [attribute('b')],
    mappings: [mapping('b', '2')],
  });
});

it('what was found is added once, and not mapped', () => {
  expect(withNewAttributes(settings, [attribute('b'), attribute('c')])).toEqual({
    ...settings,
    attributes: [attribute('a'), attribute('b'), attribute('c')],
  });
});

it('an element is deleted and comes back', () => {
  const without = withElement(settings, 'a', 'office', false);
  expect(without.attributes[0]).toEqual({ ...attribute('a'), withheld: ['office'] });
  expect(withElement(without, 'a', 'office', true)).toEqual(settings);
});
