import { EmptyState, Paper } from '@mantine/core';
import type { ReactNode } from 'react';

interface EmptyPanelProps {
  readonly icon: ReactNode;
  readonly title: string;
  readonly description: string;
  readonly action?: ReactNode;
}

/** An empty list: says what would be here and offers the first step. */
export function EmptyPanel(props: EmptyPanelProps) {
  return (
    <Paper py="xl">
      <EmptyState icon={props.icon} title={props.title} description={props.description}>
        {props.action !== undefined && <EmptyState.Actions>{props.action}</EmptyState.Actions>}
      </EmptyState>
    </Paper>
  );
}
