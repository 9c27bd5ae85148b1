import { Alert, Button, Group, MultiSelect, Radio, Stack } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useAssignUsers } from '../../api/app-users.ts';
import { usersQuery } from '../../api/users.ts';
import { useNotify } from '../../hooks/use-notify.tsx';
import { useOrg } from '../../hooks/use-org.ts';
import { ErrorPanel } from '../../ui/ErrorPanel.tsx';
import { useApplication } from './use-application.ts';

interface Option {
  readonly value: string;
  readonly label: string;
}

/** People by name, or everybody active. */
export function AssignPeopleForm({ onClose }: { readonly onClose: () => void }) {
  const { t } = useTranslation();
  const org = useOrg();
  const { slug, name } = useApplication();
  const notify = useNotify();
  const assign = useAssignUsers(org, slug);
  const [whom, setWhom] = useState('some');
  const [search, setSearch] = useState('');
  const [listOpened, setListOpened] = useState(false);
  const [wanted] = useDebouncedValue(search.trim(), 200);
  const [chosen, setChosen] = useState<readonly Option[]>([]);
  const found = useQuery(
    usersQuery(org, { status: 'active', limit: 20, ...(wanted === '' ? {} : { search: wanted }) }),
  );
  const everybody = useQuery(usersQuery(org, { status: 'active', limit: 1 }));
  const options = (found.data?.users ?? []).map((user) => ({
    value: user.id,
    label: `${user.displayName} (${user.loginName})`,
  }));
  const all = new Map([...chosen, ...options].map((option) => [option.value, option]));
  const count = whom === 'all' ? (everybody.data?.total ?? 0) : chosen.length;
  const submit = (): void =>
    assign.mutate(whom === 'all' ? { everybody: true } : { users: chosen.map(({ value }) => value) }, {
      onSuccess: ({ assigned }) => {
        notify.done(t('assign.done', { count: assigned, application: name }));
        onClose();
      },
    });
  return (
    <Stack>
      {assign.isError && <ErrorPanel error={assign.error} />}
      {found.isError && <ErrorPanel error={found.error} onRetry={() => void found.refetch()} />}
      <Radio.Group label={t('assign.whom')} value={whom} onChange={setWhom}>
        <Stack gap="xs" mt="xs">
          <Radio value="some" label={t('assign.some')} />
          <Radio value="all" label={t('assign.everybody', { count: everybody.data?.total ?? 0 })} />
        </Stack>
      </Radio.Group>
      {whom === 'some' ? (
        <MultiSelect
          label={t('assign.people')}
          placeholder={t('people.search')}
          searchable
          hidePickedOptions
          clearable
          clearButtonProps={{ 'aria-label': t('list.clearSearch') }}
          nothingFoundMessage={t('list.noMatch')}
          // the server searched already, in more than the label
          filter={({ options }) => options}
          data={[...all.values()]}
          value={chosen.map(({ value }) => value)}
          onChange={(values) => setChosen(values.flatMap((value) => all.get(value) ?? []))}
          searchValue={search}
          onSearchChange={setSearch}
          maxValues={1000}
          // the list covers the buttons below, so a choice closes it and typing opens it again
          dropdownOpened={listOpened}
          onDropdownOpen={() => setListOpened(true)}
          onDropdownClose={() => setListOpened(false)}
          onOptionSubmit={() => setListOpened(false)}
        />
      ) : (
        <Alert>{t('assign.everybodyHint')}</Alert>
      )}
      <Group justify="flex-end" gap="xs">
        <Button variant="default" onClick={onClose}>
          {t('common.cancel')}
        </Button>
        <Button disabled={count === 0} loading={assign.isPending} onClick={submit}>
          {t('assign.submit', { count })}
        </Button>
      </Group>
    </Stack>
  );
}
