import { describe, expect, test } from 'vitest';
import { ConfigError, readConfig, unknownVariables } from './read-config.ts';

function faultsOf(read: () => unknown): readonly string[] {
  try {
    read();
  } catch (error) {
    if (error instanceof ConfigError) return error.faults;
    throw error;
  }
  return [];
}

describe('readConfig', () => {
  test('takes defaults where nothing is said', () => {
    expect(readConfig({}, {})).toMatchObject({ port: 8080, host: '127.0.0.1', sample: false, scimRate: 50 });
  });

  test('lets a flag win over the environment, and treats an empty variable as absent', () => {
    const environment = { LOCKSTEP_PORT: '9000', LOCKSTEP_HOST: '0.0.0.0', LOCKSTEP_DATA: '' };
    expect(readConfig({ port: '9001', sample: true }, environment)).toMatchObject({
      port: 9001,
      host: '0.0.0.0',
      data: './data',
      sample: true,
    });
  });

  test('lists every fault at once', () => {
    const faults = faultsOf(() =>
      readConfig(
        { port: '70000' },
        { LOCKSTEP_DATABASE_URL: 'mysql://x', LOCKSTEP_SCIM_RATE: 'fast', LOCKSTEP_ADMIN_TOKEN: 'short' },
      ),
    );
    expect(faults).toHaveLength(4);
    expect(faults.join('\n')).toContain('--port is not a whole number from 0 to 65535: "70000".');
  });

  test.each([
    ['0', 0],
    ['25', 25],
  ])('lets a connection send %s requests a second', (LOCKSTEP_SCIM_RATE, scimRate) => {
    expect(readConfig({}, { LOCKSTEP_SCIM_RATE })).toMatchObject({ scimRate });
  });

  test.each(['24', '1', '-1'])('refuses to let a connection send only %s requests a second', (LOCKSTEP_SCIM_RATE) => {
    expect(faultsOf(() => readConfig({}, { LOCKSTEP_SCIM_RATE }))).toEqual([
      `LOCKSTEP_SCIM_RATE is not a whole number from 25 to 1000000, nor 0: "${LOCKSTEP_SCIM_RATE}".`,
    ]);
  });

  test('names misspelt variables', () => {
    expect(unknownVariables({ LOCKSTEP_PROT: '1', LOCKSTEP_PORT: '1', LOCKSTEP_URL: 'x', PATH: '' })).toEqual([
      'LOCKSTEP_PROT',
    ]);
  });

  test('never prints a secret', () => {
    const faults = faultsOf(() => readConfig({}, { LOCKSTEP_ADMIN_TOKEN: 'hunter2' }));
    expect(faults).toEqual(['LOCKSTEP_ADMIN_TOKEN has fewer than 32 characters.']);
  });
});
