import { Stack, Text } from '@mantine/core';
import type { ReactNode } from 'react';

/** One named fact that cannot be edited here. */
export function Fact(props: { readonly label: string; readonly children: ReactNode }) {
  return (
    <Stack gap={0}>
      <Text size="xs" c="dimmed" fw={500}>
        {props.label}
      </Text>
      <Text size="sm" component="div">
        {props.children}
      </Text>
    </Stack>
  );
}
