import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useTimeZone } from '../format/time-zone.ts';

/** Numbers, dates, lists and durations the way the page's language writes them; instants in the organization's time zone. */
export interface Format {
  readonly number: (value: number) => string;
  readonly percent: (value: number) => string;
  readonly dateTime: (instant: string) => string;
  readonly date: (instant: string) => string;
  readonly list: (items: readonly string[]) => string;
  /** Rounded up to seconds below a minute, to minutes below an hour, else to hours. */
  readonly duration: (milliseconds: number) => string;
}

function durationParts(milliseconds: number): readonly [value: number, unit: string] {
  const seconds = Math.ceil(milliseconds / 1000);
  if (seconds < 60) return [seconds, 'second'];
  if (seconds < 3600) return [Math.ceil(seconds / 60), 'minute'];
  return [Math.ceil(seconds / 3600), 'hour'];
}

export function useFormat(): Format {
  const { i18n } = useTranslation();
  const language = i18n.language;
  const timeZone = useTimeZone();
  return useMemo(() => {
    const zone = timeZone === undefined ? {} : { timeZone };
    const dateTime = new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeStyle: 'medium', ...zone });
    const date = new Intl.DateTimeFormat(language, { dateStyle: 'medium', ...zone });
    const comma = language === 'ja' ? '、' : ', ';
    return {
      number: (value) => new Intl.NumberFormat(language).format(value),
      percent: (value) => new Intl.NumberFormat(language, { style: 'percent' }).format(value / 100),
      dateTime: (instant) => dateTime.format(new Date(instant)),
      date: (instant) => date.format(new Date(instant)),
      list: (items) => items.join(comma),
      duration: (milliseconds) => {
        const [value, unit] = durationParts(milliseconds);
        return new Intl.NumberFormat(language, { style: 'unit', unit, unitDisplay: 'long' }).format(value);
      },
    };
  }, [language, timeZone]);
}
