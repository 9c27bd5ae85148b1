import { describe, expect, it } from 'vitest';
import { errorOfIssues, errorResponse, ScimError } from './errors.ts';

describe('errorResponse', () => {
  it.each([
    [ScimError.invalidFilter('d'), '400', 'invalidFilter'],
    [ScimError.tooMany('d'), '400', 'tooMany'],
    [ScimError.uniqueness('d'), '409', 'uniqueness'],
    [ScimError.mutability('d'), '400', 'mutability'],
    [ScimError.invalidSyntax('d'), '400', 'invalidSyntax'],
    [ScimError.invalidPath('d'), '400', 'invalidPath'],
    [ScimError.noTarget('d'), '400', 'noTarget'],
    [ScimError.invalidValue('d'), '400', 'invalidValue'],
    [ScimError.invalidVers('d'), '400', 'invalidVers'],
    [ScimError.sensitive('d'), '400', 'sensitive'],
    [ScimError.invalidCursor('d'), '400', 'invalidCursor'],
    [ScimError.expiredCursor('d'), '400', 'expiredCursor'],
    [ScimError.invalidCount('d'), '400', 'invalidCount'],
    [ScimError.unauthorized('d'), '401', undefined],
    [ScimError.forbidden('d'), '403', undefined],
    [ScimError.notFound('d'), '404', undefined],
    [ScimError.methodNotAllowed('d'), '405', undefined],
    [ScimError.notAcceptable('d'), '406', undefined],
    [ScimError.conflict('d'), '409', undefined],
    [ScimError.preconditionFailed('d'), '412', undefined],
    [ScimError.payloadTooLarge('d'), '413', undefined],
    [ScimError.unsupportedMediaType('d'), '415', undefined],
    [ScimError.tooManyRequests('d', 3), '429', undefined],
    [ScimError.internal('d'), '500', undefined],
    [ScimError.notImplemented('d'), '501', undefined],
    [ScimError.unavailable('d', 5), '503', undefined],
  ])('%s', (error, status, scimType) => {
    expect(errorResponse(error)).toEqual({
      schemas: ['urn:ietf:params:scim:api:messages:2.0:Error'],
      status,
      ...(scimType === undefined ? {} : { scimType }),
      detail: 'd',
    });
    expect(error.status).toBe(Number(status));
    expect(error).toBeInstanceOf(Error);
    expect(error.message).toBe('d');
  });

  it('keeps after how many seconds to try again', () => {
    expect(ScimError.tooManyRequests('d', 3).retryAfter).toBe(3);
    expect(ScimError.unavailable('d', 5).retryAfter).toBe(5);
    expect(ScimError.notFound('d')).not.toHaveProperty('retryAfter');
  });
});

describe('errorOfIssues', () => {
  it('takes the first of the most basic kind', () => {
    const issues = [
      { path: 'a', code: 'invalidValue', detail: 'A' },
      { path: 'b', code: 'mutability', detail: 'B' },
      { path: 'c', code: 'mutability', detail: 'C' },
    ] as const;
    expect(errorOfIssues(issues)).toMatchObject({ status: 400, scimType: 'mutability', detail: 'B', issues });
  });
});
