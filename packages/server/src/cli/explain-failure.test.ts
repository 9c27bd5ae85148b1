import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { makeDataDir, startHere } from '../storage/embedded/scratch.testing.ts';

const lockstep = join(import.meta.dirname, '../../bin/lockstep.js');

test('serve on a folder that is in use says who holds it, without a stack trace', async () => {
  const dataDir = await makeDataDir();
  await startHere({ dataDir });
  const parameters = [lockstep, 'serve', '--port', '0', '--data', dataDir];
  const run = promisify(execFile)(process.execPath, parameters, { env: { PATH: process.env['PATH'] } });
  await expect(run).rejects.toMatchObject({
    code: 1,
    stdout: '',
    stderr:
      `${dataDir} is in use by process ${process.pid}. ` +
      'Stop that process first, or give this one another data folder.\n',
  });
});
