import { Text, Tooltip } from '@mantine/core';
import { useFormat } from '../hooks/use-format.ts';
import { useRelativeTime } from '../hooks/use-relative-time.ts';

interface RelativeTimeProps {
  readonly at: string | undefined;
  readonly fallback?: string;
  /** The instant is still to come. */
  readonly future?: boolean;
}

/** "2 seconds ago" that keeps itself true, with the exact instant on hover; `fallback` where there is no instant. */
export function RelativeTime({ at, fallback, future }: RelativeTimeProps) {
  if (at !== undefined) return <Ticking at={at} future={future === true} />;
  return (
    <Text span inherit c="dimmed">
      {fallback ?? '–'}
    </Text>
  );
}

function Ticking({ at, future }: { readonly at: string; readonly future: boolean }) {
  const format = useFormat();
  const words = useRelativeTime(Date.parse(at), future);
  return (
    <Tooltip label={format.dateTime(at)}>
      <time dateTime={at} style={{ whiteSpace: 'nowrap' }}>
        {words}
      </time>
    </Tooltip>
  );
}
