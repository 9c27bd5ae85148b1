import { catalog } from '@lockstep/provisioning';
import { expect, test } from 'vitest';
import { templateDocumentSchema } from './template.ts';

test.each(catalog.map((template) => [template.id, template] as const))(
  '%s has the form of templates',
  (_id, template) => {
    expect(templateDocumentSchema.parse(template)).toEqual(template);
  },
);
