import { Badge } from '@mantine/core';

function colorOf(status: number): string {
  if (status >= 500) return 'red';
  return status >= 400 ? 'orange' : 'teal';
}

/** The HTTP status of an answer. */
export function RequestStatus({ status }: { readonly status: number }) {
  return <Badge color={colorOf(status)}>{status}</Badge>;
}
