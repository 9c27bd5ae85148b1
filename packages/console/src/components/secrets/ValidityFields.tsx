import { Alert, Select } from '@mantine/core';
import { DatePickerInput } from '@mantine/dates';
import type { UseFormReturnType } from '@mantine/form';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { dayAfter, validityChoices, type ChosenValidity } from './validity.ts';

interface ValidityFieldsProps {
  readonly words: 'tokens' | 'apiKeys';
  readonly form: Pick<UseFormReturnType<ChosenValidity>, 'values' | 'getInputProps'>;
}

/** How long a new secret works: so many days, until a date, or for ever with a warning. */
export function ValidityFields({ words, form }: ValidityFieldsProps) {
  const { t } = useTranslation();
  const { choice } = form.values;
  const [tomorrow] = useState(() => dayAfter(new Date()));
  return (
    <>
      <Select
        label={t('tokens.validity')}
        allowDeselect={false}
        data={validityChoices.map((value) => ({ value, label: t(`tokens.validities.${value}`) }))}
        data-autofocus
        {...form.getInputProps('choice')}
      />
      {choice === 'date' && (
        <DatePickerInput
          label={t('tokens.until')}
          placeholder={t('tokens.chooseDate')}
          minDate={tomorrow}
          valueFormat="YYYY-MM-DD"
          ariaLabels={{
            nextMonth: t('calendar.nextMonth'),
            previousMonth: t('calendar.previousMonth'),
            nextYear: t('calendar.nextYear'),
            previousYear: t('calendar.previousYear'),
            nextDecade: t('calendar.nextDecade'),
            previousDecade: t('calendar.previousDecade'),
            monthLevelControl: t('calendar.chooseMonth'),
            yearLevelControl: t('calendar.chooseYear'),
          }}
          {...form.getInputProps('until')}
        />
      )}
      {choice === 'never' && <Alert color="yellow">{t(`${words}.neverWarning`)}</Alert>}
    </>
  );
}
