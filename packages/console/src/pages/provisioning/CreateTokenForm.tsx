import { Alert, Button, Group, Select, Stack, TagsInput, Text, Textarea } from '@mantine/core';
import type { Validity } from '@lockstep/admin-api';
import { DatePickerInput } from '@mantine/dates';
import { useForm } from '@mantine/form';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ErrorPanel } from '../../ui/ErrorPanel.tsx';
import { atMost } from '../../ui/rules.ts';
import { dayAfter, toValidity, validityChoices, type ValidityChoice } from './validity.ts';

interface CreateTokenFormProps {
  readonly creating: boolean;
  readonly error: unknown;
  readonly onCancel: () => void;
  readonly onSubmit: (body: { notes: string; validity: Validity; networks: string[] }) => void;
}

export function CreateTokenForm(props: CreateTokenFormProps) {
  const { t } = useTranslation();
  const form = useForm<{ choice: ValidityChoice; until: string | null; notes: string; networks: string[] }>({
    initialValues: { choice: '90', until: null, notes: '', networks: [] },
    validate: {
      until: (until, { choice }) => (choice === 'date' && until === null ? t('rules.required') : null),
      notes: atMost(t, 1000),
    },
  });
  const { choice } = form.values;
  const [tomorrow] = useState(() => dayAfter(new Date()));
  return (
    <form
      noValidate
      onSubmit={form.onSubmit(({ choice, until, notes, networks }) =>
        props.onSubmit({ notes, networks, validity: toValidity(choice, until) }),
      )}
    >
      <Stack>
        {props.error !== null && <ErrorPanel error={props.error} />}
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
        {choice === 'never' && <Alert color="yellow">{t('tokens.neverWarning')}</Alert>}
        <Textarea
          label={t('tokens.notes')}
          description={t('tokens.notesHint')}
          autosize
          minRows={2}
          maxRows={6}
          {...form.getInputProps('notes')}
        />
        <TagsInput
          label={t('tokens.networks')}
          description={t('tokens.networksHint')}
          splitChars={[',', ' ']}
          acceptValueOnBlur
          {...form.getInputProps('networks')}
        />
        <Text size="sm" c="dimmed">
          {t('tokens.shownOnce')}
        </Text>
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={props.onCancel}>
            {t('common.cancel')}
          </Button>
          <Button type="submit" loading={props.creating}>
            {t('tokens.submit')}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
