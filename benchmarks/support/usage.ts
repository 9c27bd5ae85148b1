import { readdir, readFile } from 'node:fs/promises';

/** Processor time, in seconds. */
export interface Usage {
  readonly server: number;
  /** Every process that the server started: PostgreSQL. */
  readonly database: number;
}

/** Ticks per second of the times in /proc; the same on every Linux that Node runs on. */
const ticks = 100;

interface ProcessTimes {
  readonly parent: number;
  /** Of the process itself. */
  readonly own: number;
  /** Of its children that have ended. */
  readonly ended: number;
}

async function readTimes(pid: number): Promise<ProcessTimes | undefined> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => undefined);
  // the name before the last bracket may hold anything
  const fields = stat
    ?.slice(stat.lastIndexOf(')') + 2)
    .split(' ')
    .map(Number);
  if (fields === undefined) return undefined;
  const [own, ended] = [(fields[11] ?? 0) + (fields[12] ?? 0), (fields[13] ?? 0) + (fields[14] ?? 0)];
  return { parent: fields[1] ?? 0, own: own / ticks, ended: ended / ticks };
}

/** Linux only; zeros elsewhere. */
export async function readUsage(server: number): Promise<Usage> {
  const names = await readdir('/proc').catch(() => []);
  const pids = names.map(Number).filter((pid) => Number.isInteger(pid));
  const all = new Map<number, ProcessTimes>();
  await Promise.all(
    pids.map(async (pid) => {
      const times = await readTimes(pid);
      if (times !== undefined) all.set(pid, times);
    }),
  );
  const descends = (pid: number): boolean => {
    const parent = all.get(pid)?.parent ?? 0;
    return parent === server || (parent > 1 && descends(parent));
  };
  const database = [...all].filter(([pid]) => descends(pid)).map(([, { own, ended }]) => own + ended);
  return { server: all.get(server)?.own ?? 0, database: database.reduce((sum, one) => sum + one, 0) };
}

async function readMegabytes(pid: number | undefined, line: RegExp): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '');
  return Math.round(Number(line.exec(status)?.[1] ?? 0) / 1024);
}

/** Resident memory of a process in MB; Linux only, 0 elsewhere. */
export function residentMegabytes(pid: number | undefined): Promise<number> {
  return readMegabytes(pid, /VmRSS:\s+(\d+)/);
}

/** The most of it that there has been so far. */
export function peakMegabytes(pid: number | undefined): Promise<number> {
  return readMegabytes(pid, /VmHWM:\s+(\d+)/);
}
