const dayMs = 86_400_000;

/** A day as a year, its week and the day of it, Monday first (ISO 8601 week dates). All count from 1. */
export interface WeekDate {
  readonly year: number;
  readonly week: number;
  readonly day: number;
}

interface CalendarDate {
  readonly year: number;
  /** From 1. */
  readonly month: number;
  readonly day: number;
}

function midnight({ year, month, day }: CalendarDate): number {
  return new Date(0).setUTCFullYear(year, month - 1, day);
}

function toCalendar(instant: number): CalendarDate {
  const date = new Date(instant);
  return { year: date.getUTCFullYear(), month: date.getUTCMonth() + 1, day: date.getUTCDate() };
}

const weekdayOf = (instant: number): number => new Date(instant).getUTCDay() || 7;

/** The Monday of the first week, which is the one with January 4. */
function firstMonday(year: number): number {
  const fourth = midnight({ year, month: 1, day: 4 });
  return fourth - (weekdayOf(fourth) - 1) * dayMs;
}

export function toWeekDate(date: CalendarDate): WeekDate {
  const instant = midnight(date);
  const day = weekdayOf(instant);
  // the Thursday says whose week it is
  const { year } = toCalendar(instant + (4 - day) * dayMs);
  return { year, week: Math.floor((instant - firstMonday(year)) / (7 * dayMs)) + 1, day };
}

/** Undefined where the year has no such week, or the week no such day. */
export function fromWeekDate({ year, week, day }: WeekDate): CalendarDate | undefined {
  const date = toCalendar(firstMonday(year) + ((week - 1) * 7 + day - 1) * dayMs);
  const back = toWeekDate(date);
  return back.year === year && back.week === week && back.day === day ? date : undefined;
}

/** From 1 on January 1. */
export function dayOfYear(date: CalendarDate): number {
  return Math.round((midnight(date) - midnight({ year: date.year, month: 1, day: 1 })) / dayMs) + 1;
}

/** Undefined where the year has no such day. */
export function fromDayOfYear(year: number, day: number): CalendarDate | undefined {
  const date = toCalendar(midnight({ year, month: 1, day: 1 }) + (day - 1) * dayMs);
  return date.year === year ? date : undefined;
}
