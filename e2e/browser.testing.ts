import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import sparticuz, { inflate } from '@sparticuz/chromium';
import { chromium, type Browser } from 'playwright-core';

const modules = join(import.meta.dirname, '../node_modules');
const packed = join(modules, '@sparticuz/chromium');

/** Names a browser of one's own; without it the one that `npm ci` brought is unpacked and used. */
const own = process.env['LOCKSTEP_TEST_BROWSER'];

interface Program {
  readonly path: string;
  readonly env: Record<string, string>;
}

/** Unpacks into a folder of its own: the package unpacks into the system's temporary folder, which others share. */
async function unpackInto(folder: string): Promise<void> {
  const before = process.env['TMPDIR'];
  process.env['TMPDIR'] = folder;
  try {
    await sparticuz.executablePath();
    await inflate(join(packed, 'bin/al2023.tar.br'));
  } finally {
    if (before === undefined) delete process.env['TMPDIR'];
    else process.env['TMPDIR'] = before;
  }
}

/** The folder with the unpacked browser, made once per version and put in place whole, whoever else unpacks too. */
async function unpacked(): Promise<string> {
  const { version } = JSON.parse(await readFile(join(packed, 'package.json'), 'utf8')) as { version: string };
  const folder = join(modules, `.cache/chromium-${version}`);
  if (existsSync(folder)) return folder;
  await mkdir(join(modules, '.cache'), { recursive: true });
  const draft = await mkdtemp(join(modules, '.cache/chromium-'));
  try {
    await unpackInto(draft);
    await rename(draft, folder);
  } catch (error) {
    // another process may have been faster
    if (!existsSync(folder)) throw error;
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
  return folder;
}

let unpacking: Promise<string> | undefined;

function lacksLibraries(program: string): boolean {
  try {
    return execFileSync('ldd', [program], { encoding: 'utf8' }).includes('not found');
  } catch {
    return true;
  }
}

/** The bundled configuration looks for the bundled font where the package would have unpacked it; ours looks here. */
async function writeFontConfig(folder: string): Promise<string> {
  const file = join(folder, 'fonts.conf');
  const [fonts, cache] = [join(folder, 'fonts'), join(folder, 'fonts-cache')];
  await writeFile(file, `<fontconfig><dir>${fonts}</dir><cachedir>${cache}</cachedir></fontconfig>\n`);
  return file;
}

/** The bundled Chromium, with its own copies of the few libraries and fonts where the machine does not have them. */
async function bundled(): Promise<Program> {
  unpacking ??= unpacked();
  const folder = await unpacking;
  const path = join(folder, 'chromium');
  const env: Record<string, string> = {};
  if (lacksLibraries(path)) env['LD_LIBRARY_PATH'] = join(folder, 'al2023/lib');
  if (!existsSync('/etc/fonts')) env['FONTCONFIG_FILE'] = await writeFontConfig(folder);
  return { path, env };
}

/** A headless Chromium. Close it when the test file ends. */
export async function launchBrowser(): Promise<Browser> {
  const { path, env } = own === undefined ? await bundled() : { path: own, env: {} };
  return chromium.launch({
    executablePath: path,
    headless: true,
    // as root, and inside containers, Chromium cannot make its sandbox
    args: ['--no-sandbox', '--disable-gpu', '--font-render-hinting=none'],
    env: { ...(process.env as Record<string, string>), ...env },
  });
}
