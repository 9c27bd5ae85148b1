import { ActionIcon, Button, Fieldset, Group as Row, MultiSelect, Select, Stack } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { IconArrowUp, IconPlus, IconX } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { departmentsQuery } from '../../api/departments.ts';
import { groupsQuery } from '../../api/groups.ts';
import { jobTitlesQuery } from '../../api/job-titles.ts';
import { useOrg } from '../../hooks/use-org.ts';
import { pathOf } from '../departments/tree.ts';

/** A department of the user by id, with the job title in it; the first one of a list is the preferred one. */
export interface DepartmentValue {
  readonly department: string;
  readonly jobTitle: string | null;
}

interface DepartmentsInputProps {
  readonly value: readonly DepartmentValue[];
  readonly onChange: (departments: DepartmentValue[]) => void;
}

/** The departments of a user, each with a job title; nothing where the organization has no departments. */
export function DepartmentsInput({ value, onChange }: DepartmentsInputProps) {
  const { t } = useTranslation();
  const org = useOrg();
  const departments = useQuery(departmentsQuery(org)).data ?? [];
  const titles = useQuery(jobTitlesQuery(org)).data ?? [];
  if (departments.length === 0) return null;
  const choices = departments.map(({ id }) => ({ value: id, label: pathOf(departments, id).join(' / ') }));
  const free = choices.find((choice) => !value.some(({ department }) => department === choice.value));
  const put = (index: number, change: Partial<DepartmentValue>): void =>
    onChange(value.map((one, at) => (at === index ? { ...one, ...change } : one)));
  return (
    <Fieldset
      variant="unstyled"
      legend={t('user.departments')}
      p={0}
      m={0}
      styles={{ legend: { fontSize: 'var(--mantine-font-size-sm)', fontWeight: 500, padding: 0, marginBottom: 4 } }}
    >
      <Stack gap={6}>
        {value.map((one, index) => (
          <Row key={one.department} gap={6} wrap="nowrap" align="flex-start">
            <Select
              aria-label={t('users.department')}
              data={choices.filter(
                (choice) =>
                  choice.value === one.department || !value.some(({ department }) => department === choice.value),
              )}
              value={one.department}
              onChange={(department) => department !== null && put(index, { department })}
              description={index === 0 ? t('users.preferred') : undefined}
              inputWrapperOrder={['input', 'description']}
              searchable
              limit={100}
              allowDeselect={false}
              flex={3}
            />
            <Select
              aria-label={t('users.jobTitle')}
              placeholder={t('users.jobTitle')}
              data={titles.map(({ id, name }) => ({ value: id, label: name }))}
              value={one.jobTitle}
              onChange={(jobTitle) => put(index, { jobTitle })}
              searchable
              limit={100}
              clearable
              flex={2}
            />
            <ActionIcon
              mt={6}
              aria-label={t('users.prefer')}
              disabled={index === 0}
              onClick={() => onChange([one, ...value.filter((other) => other !== one)])}
            >
              <IconArrowUp size={16} />
            </ActionIcon>
            <ActionIcon
              mt={6}
              aria-label={t('users.leaveDepartment')}
              onClick={() => onChange(value.filter((other) => other !== one))}
            >
              <IconX size={16} />
            </ActionIcon>
          </Row>
        ))}
        <div>
          <Button
            size="compact-sm"
            variant="subtle"
            leftSection={<IconPlus size={14} />}
            disabled={free === undefined || value.length >= 100}
            onClick={() => free !== undefined && onChange([...value, { department: free.value, jobTitle: null }])}
          >
            {t('users.addDepartment')}
          </Button>
        </div>
      </Stack>
    </Fieldset>
  );
}

export interface GroupValue {
  readonly id: string;
  readonly displayName: string;
}

interface GroupsInputProps {
  readonly value: readonly GroupValue[];
  readonly onChange: (groups: GroupValue[]) => void;
}

/** The groups of a user; found while one types, for there may be many. */
export function GroupsInput({ value, onChange }: GroupsInputProps) {
  const { t } = useTranslation();
  const [words, setWords] = useState('');
  const [search] = useDebouncedValue(words.trim(), 250);
  const { data } = useQuery(groupsQuery(useOrg(), { limit: 50, ...(search === '' ? {} : { search }) }));
  const found = data?.groups ?? [];
  const known = new Map([...found, ...value].map(({ id, displayName }) => [id, displayName]));
  if (data !== undefined && known.size === 0 && search === '') return null;
  return (
    <MultiSelect
      label={t('user.groups')}
      data={[...known].map(([id, displayName]) => ({ value: id, label: displayName }))}
      value={value.map(({ id }) => id)}
      onChange={(ids) => onChange(ids.map((id) => ({ id, displayName: known.get(id) ?? id })))}
      searchable
      searchValue={words}
      onSearchChange={setWords}
      hidePickedOptions
      maxValues={1000}
    />
  );
}
