const pattern = /^(\d{4})-(\d{2})-(\d{2})T(\d{2}):(\d{2}):(\d{2})(\.\d{1,20})?(Z|[+-](?:0\d|1[0-4]):[0-5]\d)?$/;

/**
 * The instant of an xsd:dateTime (RFC 7643 §2.3.5) in milliseconds since 1970, with fractions;
 * `undefined` for anything else. A time without zone is taken as UTC; years are 0001 to 9999.
 */
export function instantOf(text: string): number | undefined {
  const match = pattern.exec(text);
  if (match === null) return undefined;
  const [year, month, day, hour, minute, second] = match.slice(1, 7).map(Number) as [
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  if (!isDate(year, month, day) || !isTime(hour, minute, second)) return undefined;
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  const time = ((hour * 60 + minute) * 60 + second) * 1000 + Number(match[7] ?? 0) * 1000;
  return date.getTime() + time - offsetOf(match[8]);
}

function isDate(year: number, month: number, day: number): boolean {
  if (year < 1 || month < 1 || month > 12 || day < 1) return false;
  const date = new Date(0);
  date.setUTCFullYear(year, month, 0);
  return day <= date.getUTCDate();
}

/** 24:00:00 is the midnight after, as xsd:dateTime allows. */
function isTime(hour: number, minute: number, second: number): boolean {
  return (hour < 24 && minute < 60 && second < 60) || (hour === 24 && minute === 0 && second === 0);
}

function offsetOf(zone: string | undefined): number {
  if (zone === undefined || zone === 'Z') return 0;
  const minutes = Number(zone.slice(1, 3)) * 60 + Number(zone.slice(4, 6));
  return (zone.startsWith('-') ? -minutes : minutes) * 60_000;
}
