import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sparticuz, { inflate } from '@sparticuz/chromium';
import { chromium, type Browser } from 'playwright-core';

const packed = join(import.meta.dirname, '../node_modules/@sparticuz/chromium/bin');

/** Names a browser of one's own; without it the one that `npm ci` brought is unpacked and used. */
const own = process.env['LOCKSTEP_TEST_BROWSER'];

interface Program {
  readonly path: string;
  readonly env: Record<string, string>;
}

function lacksLibraries(program: string): boolean {
  try {
    return execFileSync('ldd', [program], { encoding: 'utf8' }).includes('not found');
  } catch {
    return true;
  }
}

/** The bundled Chromium, with its own copies of the few libraries and fonts that a bare machine does not have. */
async function unpack(): Promise<Program> {
  const path = await sparticuz.executablePath();
  const env: Record<string, string> = {};
  if (lacksLibraries(path)) env['LD_LIBRARY_PATH'] = join(await inflate(join(packed, 'al2023.tar.br')), 'lib');
  if (!existsSync('/etc/fonts')) env['FONTCONFIG_PATH'] = join(tmpdir(), 'fonts');
  return { path, env };
}

/** A headless Chromium. Close it when the test file ends. */
export async function launchBrowser(): Promise<Browser> {
  const { path, env } = own === undefined ? await unpack() : { path: own, env: {} };
  return chromium.launch({
    executablePath: path,
    headless: true,
    // as root, and inside containers, Chromium cannot make its sandbox
    args: ['--no-sandbox', '--disable-gpu', '--font-render-hinting=none'],
    env: { ...(process.env as Record<string, string>), ...env },
  });
}
