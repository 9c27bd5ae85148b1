import { describe, expect, it } from 'vitest';
import { lenientDialect, strictDialect, ToleranceRecorder } from './dialect.ts';

describe('dialects', () => {
  it('allow everything or nothing', () => {
    expect(Object.keys(lenientDialect)).toEqual(Object.keys(strictDialect));
    expect(new Set(Object.values(lenientDialect))).toEqual(new Set([true]));
    expect(new Set(Object.values(strictDialect))).toEqual(new Set([false]));
    expect(Object.isFrozen(lenientDialect) && Object.isFrozen(strictDialect)).toBe(true);
  });
});

describe('ToleranceRecorder', () => {
  it('keeps what was used, once for each path', () => {
    const recorder = new ToleranceRecorder({ ...lenientDialect, jsonText: false });
    expect(recorder.applied).toEqual([]);
    expect(recorder.permits('textBoolean', 'active')).toBe(true);
    expect(recorder.permits('textBoolean', 'active')).toBe(true);
    expect(recorder.permits('textBoolean', 'emails.primary')).toBe(true);
    expect(recorder.permits('jsonText', 'roles')).toBe(false);
    expect(recorder.applied).toEqual([
      { name: 'textBoolean', path: 'active' },
      { name: 'textBoolean', path: 'emails.primary' },
    ]);
  });
});
