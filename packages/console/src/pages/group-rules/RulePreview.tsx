import { Box, Text } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { rulePreviewQuery } from '../../api/group-rules.ts';
import { useOrg } from '../../hooks/use-org.ts';
import { ErrorPanel } from '../../ui/ErrorPanel.tsx';
import { FaultAlert } from '../application/mappings/FaultAlert.tsx';

interface RulePreviewProps {
  readonly expression: string;
  readonly except: readonly string[];
}

/** Whom a rule would choose, or what is wrong with its expression, a moment after it was typed. */
export function RulePreview({ expression, except }: RulePreviewProps) {
  const { t } = useTranslation();
  const [tried] = useDebouncedValue(expression, 300);
  const { data, error, isPlaceholderData } = useQuery({
    ...rulePreviewQuery(useOrg(), tried, except),
    enabled: tried.trim() !== '',
  });
  if (expression.trim() === '') return null;
  if (error !== null) return <ErrorPanel error={error} />;
  if (data === undefined || isPlaceholderData || tried !== expression) {
    return (
      <Text size="sm" c="dimmed" aria-busy>
        {t('expression.checking')}
      </Text>
    );
  }
  const [fault] = data.faults;
  const { matching, looked, complete, examples } = data;
  const hidden = matching - examples.length;
  return (
    <Box component="output" display="block">
      {fault !== undefined && <FaultAlert expression={tried} fault={fault} />}
      {fault === undefined && (
        <Text size="sm" fw={500}>
          {t(complete ? 'groupRules.matching' : 'groupRules.matchingBeginning', { matching, looked })}
        </Text>
      )}
      {examples.length > 0 && (
        <Text size="sm" c="dimmed" style={{ overflowWrap: 'anywhere' }}>
          {examples.map(({ displayName }) => displayName).join(', ')}
          {hidden > 0 && ` ${t('groupRules.more', { count: hidden })}`}
        </Text>
      )}
    </Box>
  );
}
