import { expect, test } from 'vitest';
import { chapters } from '../conformance/clauses.ts';
import { findFaults, printConformancePage } from '../conformance/print-conformance.ts';

const clause = { id: 'RFC 7644 §9', about: 'Nothing', code: ['scim/src/errors.ts'] };
const titled = { clause: clause.id, title: 'something', file: 'conformance/rfc/some.test.ts' };

test('a clause with code and a test is in order', () => {
  expect(findFaults([clause], [titled])).toEqual([]);
});

test('a clause without test, a test without clause, and code that is not there are faults', () => {
  const gone = { ...clause, id: 'RFC 7644 §8', code: ['scim/src/gone.ts'] };
  expect(findFaults([gone], [titled])).toEqual([
    'RFC 7644 §8 has no test.',
    'RFC 7644 §9, tested in conformance/rfc/some.test.ts, is not in conformance/clauses.ts.',
    'RFC 7644 §8: there is no packages/scim/src/gone.ts.',
  ]);
});

test('the page names every clause', () => {
  const page = printConformancePage();
  for (const { id } of chapters.flatMap((chapter) => chapter.clauses)) expect(page).toContain(`### ${id} · `);
});
