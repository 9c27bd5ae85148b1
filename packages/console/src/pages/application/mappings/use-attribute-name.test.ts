import { catalog } from '@lockstep/provisioning';
import { expect, test } from 'vitest';
import { known } from './use-attribute-name.ts';

test('every attribute of a template that comes with Lockstep has a name in each language', () => {
  const targets = catalog.flatMap(({ attributes }) => attributes.map(({ target }) => target));
  expect([...new Set(targets)].filter((target) => !Object.hasOwn(known, target))).toEqual([]);
});
