import { expect, test } from 'vitest';
import { pauseFinding } from './pause-finding.ts';

test.each([
  [undefined, 'the name scim.example.test is not known.', 'other'],
  [200, 'The application answered with something that is not SCIM.', 'web-page'],
  [302, 'The application answers with a redirect to nowhere.', 'redirect'],
  [401, 'Error authenticating: Unauthorized.', 'unauthorized'],
  [403, 'Error authenticating: Forbidden.', 'forbidden'],
  [403, 'Error authenticating: Forbidden. Errors reported by remote server: Invalid JSON: …', 'ip-restriction'],
  [404, 'Error authenticating: Not Found.', 'not-found'],
  [418, 'Error authenticating: 418.', 'other-answer'],
  [429, 'The application asks to wait.', 'throttled'],
  [503, 'The application asks to wait.', 'throttled'],
  [500, 'Error authenticating: Internal Server Error.', 'failing'],
])('a pause after %s (%s) is explained as %s', (status, message, finding) => {
  expect(pauseFinding({ status, message })).toBe(finding);
});
