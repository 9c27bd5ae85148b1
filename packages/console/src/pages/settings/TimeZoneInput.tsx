import { Select } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { timeZoneChoices } from '../users/region-choices.ts';

interface TimeZoneInputProps {
  /** Empty: that of whoever reads. */
  readonly value: string;
  readonly onChange: (zone: string) => void;
  readonly disabled: boolean;
}

/** The time zone that dates of the organization are shown in. */
export function TimeZoneInput({ value, onChange, disabled }: TimeZoneInputProps) {
  const { t } = useTranslation();
  return (
    <Select
      label={t('settings.timeZone')}
      description={t('settings.timeZoneHint')}
      placeholder={t('settings.browserTimeZone')}
      clearable
      searchable
      limit={100}
      disabled={disabled}
      data={timeZoneChoices(value)}
      value={value === '' ? null : value}
      onChange={(zone) => onChange(zone ?? '')}
    />
  );
}
