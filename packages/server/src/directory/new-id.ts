import { randomFillSync } from 'node:crypto';
import { v7 } from 'uuid';

const idBytes = 16;
/** Random bytes for many ids at once: to ask for those of one id costs more than all the rest of it. */
const pool = Buffer.allocUnsafe(idBytes * 256);
/** Those of the id that is being made. */
const random = Buffer.allocUnsafe(idBytes);
let used = pool.length;
let last = 0;
let sequence = 0;

function drawRandom(): void {
  if (used === pool.length) {
    randomFillSync(pool);
    used = 0;
  }
  pool.copy(random, 0, used, used + idBytes);
  used += idBytes;
}

/** An id that grows with time, also within a millisecond of this process (RFC 9562 §5.7, §6.2 method 1). */
export function newId(): string {
  drawRandom();
  const now = Date.now();
  if (now > last) {
    last = now;
    // the highest bit stays free, so that there is room to count
    sequence = random.readUInt32BE(4) & 0x7fffffff;
  } else sequence += 1;
  return v7({ random, msecs: last, seq: sequence });
}
