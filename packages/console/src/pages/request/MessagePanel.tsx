import { Box, Code, Group, Paper, ScrollArea, Stack, Text, Title } from '@mantine/core';
import type { ExchangeDetail } from '@lockstep/admin-api';
import { useTranslation } from 'react-i18next';
import { CopyIcon } from '../../ui/CopyIcon.tsx';

interface MessagePanelProps {
  readonly title: string;
  readonly line: string;
  readonly message: ExchangeDetail['request'];
}

function pretty(body: string): string {
  try {
    return JSON.stringify(JSON.parse(body), undefined, 2);
  } catch {
    return body;
  }
}

function Body({ title, message: { body, kept } }: MessagePanelProps) {
  const { t } = useTranslation();
  if (body === undefined) {
    return (
      <Text size="sm" c="dimmed">
        {t(kept === 'withheld' ? 'requests.kept.withheld' : 'requests.kept.none')}
      </Text>
    );
  }
  const text = pretty(body);
  return (
    <Box pos="relative">
      <ScrollArea.Autosize mah={480} type="auto" viewportProps={{ tabIndex: 0, role: 'region', 'aria-label': title }}>
        <Code block fz="xs" style={{ whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' }}>
          {text}
        </Code>
      </ScrollArea.Autosize>
      <Box pos="absolute" top={6} right={6}>
        <CopyIcon value={text} label={title} />
      </Box>
    </Box>
  );
}

/** One side of an exchange: its line, its headers, its body pretty-printed, and what was done to it before it was kept. */
export function MessagePanel(props: MessagePanelProps) {
  const { t } = useTranslation();
  const { title, line, message } = props;
  return (
    <Paper>
      <Stack gap="xs">
        <Group justify="space-between">
          <Title order={2} fz="md">
            {title}
          </Title>
          {message.kept === 'masked' && (
            <Text size="xs" c="dimmed">
              {t('requests.kept.masked')}
            </Text>
          )}
          {message.kept === 'cut' && (
            <Text size="xs" c="dimmed">
              {t('requests.kept.cut', { count: message.length })}
            </Text>
          )}
        </Group>
        <Code fz="xs" style={{ overflowWrap: 'anywhere' }}>
          {line}
        </Code>
        <Box component="dl" m={0} fz="xs">
          {Object.entries(message.headers).map(([name, value]) => (
            <Box key={name} style={{ overflowWrap: 'anywhere' }}>
              <Text component="dt" display="inline" inherit c="dimmed">
                {name}:
              </Text>{' '}
              <Text component="dd" display="inline" inherit m={0}>
                {value}
              </Text>
            </Box>
          ))}
        </Box>
        <Body {...props} />
      </Stack>
    </Paper>
  );
}
