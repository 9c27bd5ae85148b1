/**
 * Writes instants as ISO 8601 with the offset of a time zone: `2026-03-01T09:30:00.000+09:00`. Without a zone they stay in
 * UTC, with `Z`.
 */
export function zonedTime(timeZone: string | undefined): (instant: string) => string {
  if (timeZone === undefined) return (instant) => instant;
  const format = new Intl.DateTimeFormat('en', {
    timeZone,
    hourCycle: 'h23',
    ...({ year: 'numeric', month: '2-digit', day: '2-digit' } as const),
    ...({ hour: '2-digit', minute: '2-digit', second: '2-digit', fractionalSecondDigits: 3 } as const),
    timeZoneName: 'longOffset',
  });
  return (instant) => {
    const parts = Object.fromEntries(format.formatToParts(new Date(instant)).map(({ type, value }) => [type, value]));
    const { year, month, day, hour, minute, second, fractionalSecond, timeZoneName = '' } = parts;
    const offset = timeZoneName.replace('GMT', '') || '+00:00';
    return `${year}-${month}-${day}T${hour}:${minute}:${second}.${fractionalSecond}${offset}`;
  };
}
