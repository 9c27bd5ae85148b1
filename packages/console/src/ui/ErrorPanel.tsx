import { Alert, Button, Code, Stack, Text } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { describeFailure, issueText } from '../api/describe-problem.ts';
import { DetailsFold } from './DetailsFold.tsx';

/** A failure: what happened, what to do, a way to try again, and the technical facts in a fold. */
export function ErrorPanel(props: { readonly error: unknown; readonly onRetry?: () => void }) {
  const { t } = useTranslation();
  const { code, problem, technical } = describeFailure(props.error);
  // what has a code is said in the language of the page; the rest stands in the details
  const coded = problem?.issues?.filter((issue) => issue.code !== undefined) ?? [];
  const said = [...new Set(coded.map((issue) => issueText(issue, t)))];
  const facts = [
    problem === undefined ? undefined : `${t('problems.status')}: ${problem.status}`,
    problem === undefined || problem.correlationId === ''
      ? undefined
      : `${t('problems.correlationId')}: ${problem.correlationId}`,
    technical,
  ].filter((fact) => fact !== undefined);
  return (
    <Alert color="red" icon={<IconAlertTriangle />} title={t(`problems.${code}.what`)}>
      <Stack gap="xs" align="flex-start">
        <Text size="sm">{t(`problems.${code}.todo`)}</Text>
        {said.map((text) => (
          <Text key={text} size="sm">
            {text}
          </Text>
        ))}
        {props.onRetry !== undefined && (
          <Button size="xs" variant="default" onClick={props.onRetry}>
            {t('common.retry')}
          </Button>
        )}
        <DetailsFold label={t('common.details')}>
          <Code block>{facts.join('\n')}</Code>
        </DetailsFold>
      </Stack>
    </Alert>
  );
}
