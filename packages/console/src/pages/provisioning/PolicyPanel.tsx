import { Paper, Select, SimpleGrid, Stack, Switch, Text, Title } from '@mantine/core';
import { ruleChoices, toleranceNames, type ChangePolicy, type Policy, type RuleName } from '@lockstep/admin-api';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { policyQuery, useChangePolicy } from '../../api/policy.ts';
import { useGranted } from '../../hooks/use-granted.ts';
import { useNotify } from '../../hooks/use-notify.tsx';
import { useOrg } from '../../hooks/use-org.ts';
import { DetailsFold } from '../../ui/DetailsFold.tsx';
import { ErrorPanel } from '../../ui/ErrorPanel.tsx';
import { TableSkeleton } from '../../ui/TableSkeleton.tsx';

const ruleNames = Object.keys(ruleChoices) as readonly RuleName[];

/** Every choice of every rule, as its words are filed. */
type ChoiceKey = { [K in RuleName]: `${K}-${(typeof ruleChoices)[K][number]}` }[RuleName];

type Change = (change: ChangePolicy, undo: ChangePolicy) => void;

/** Everything that a policy is made of, as a change that brings it back. */
function restoring({ preset, rules, tolerances }: Policy): ChangePolicy {
  return { preset, rules, tolerances };
}

function useChange(policy: Policy): { readonly change: (change: ChangePolicy) => void; readonly disabled: boolean } {
  const { t } = useTranslation();
  const notify = useNotify();
  const mutation = useChangePolicy(useOrg());
  const send: Change = (change, undo) =>
    mutation.mutate(change, {
      onError: notify.failed,
      onSuccess: () =>
        notify.undoable('policy', t('policy.changed'), () => mutation.mutate(undo, { onError: notify.failed })),
    });
  const mayWrite = useGranted('provisioning:write');
  return { change: (change) => send(change, restoring(policy)), disabled: mutation.isPending || !mayWrite };
}

function RuleSelect(props: {
  readonly name: RuleName;
  readonly policy: Policy;
  readonly disabled: boolean;
  readonly onChange: (change: ChangePolicy) => void;
}) {
  const { t } = useTranslation();
  const { name, policy } = props;
  const choices = ruleChoices[name].map((value) => ({ value, key: `${name}-${value}` as ChoiceKey }));
  const overridden = policy.overridden.rules.includes(name);
  return (
    <Select
      label={t(`policy.rules.${name}`)}
      description={overridden ? t('policy.differs') : t('policy.asPreset')}
      allowDeselect={false}
      disabled={props.disabled}
      data={choices.map(({ value, key }) => ({ value, label: t(`policy.choices.${key}`) }))}
      value={policy.rules[name]}
      onChange={(value) => {
        if (value !== null && value !== policy.rules[name]) props.onChange({ rules: { [name]: value } });
      }}
    />
  );
}

function PolicyForm({ policy }: { readonly policy: Policy }) {
  const { t } = useTranslation();
  const { change, disabled } = useChange(policy);
  return (
    <Stack>
      <Select
        label={t('policy.preset')}
        description={t('policy.presetHint')}
        allowDeselect={false}
        disabled={disabled}
        maw={420}
        data={(['cybozu', 'standard'] as const).map((value) => ({ value, label: t(`policy.presets.${value}`) }))}
        value={policy.preset}
        onChange={(value) => {
          if (value === 'cybozu' || value === 'standard') change({ preset: value });
        }}
      />
      <SimpleGrid cols={{ base: 1, sm: 2 }}>
        {ruleNames.map((name) => (
          <RuleSelect key={name} name={name} policy={policy} disabled={disabled} onChange={change} />
        ))}
      </SimpleGrid>
      <DetailsFold label={t('policy.tolerances')}>
        <Text size="sm" c="dimmed" mb="sm">
          {t('policy.tolerancesHint')}
        </Text>
        <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="xs">
          {toleranceNames.map((name) => (
            <Switch
              key={name}
              size="xs"
              label={t(`requests.tolerances.${name}`)}
              description={name}
              disabled={disabled}
              checked={policy.tolerances[name]}
              onChange={(event) => change({ tolerances: { [name]: event.currentTarget.checked } })}
            />
          ))}
        </SimpleGrid>
      </DetailsFold>
    </Stack>
  );
}

/** The rules of the connection: a preset, each rule by itself, and every tolerance of the dialect. */
export function PolicyPanel() {
  const { t } = useTranslation();
  const { data, error, refetch } = useQuery(policyQuery(useOrg()));
  return (
    <Stack gap="xs" mt="xs">
      <Title order={2}>{t('policy.title')}</Title>
      {error !== null && <ErrorPanel error={error} onRetry={() => void refetch()} />}
      {data === undefined && error === null && <TableSkeleton rows={4} />}
      {data !== undefined && (
        <Paper>
          <PolicyForm policy={data} />
        </Paper>
      )}
    </Stack>
  );
}
