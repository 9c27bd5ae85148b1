import { Group, Text } from '@mantine/core';

/** The mark (two steps in line, and the third that follows) with the product's name; the name yields on narrow screens. */
export function Logo(props: { readonly size?: number; readonly nameFrom?: 'sm' }) {
  const size = props.size ?? 26;
  return (
    <Group gap={9} wrap="nowrap" aria-hidden>
      <svg viewBox="0 0 32 32" width={size} height={size} focusable="false">
        <rect width="32" height="32" rx="7" fill="#14595c" />
        <path
          d="M8 21.5 13 16l-5-5.5M15 21.5l5-5.5-5-5.5"
          fill="none"
          stroke="#fff"
          strokeWidth="3"
          strokeLinecap="round"
          strokeLinejoin="round"
        />
        <circle cx="24.5" cy="16" r="2" fill="#8fd3c8" />
      </svg>
      <Text fw={650} lts="-0.01em" {...(props.nameFrom === undefined ? {} : { visibleFrom: props.nameFrom })}>
        Lockstep
      </Text>
    </Group>
  );
}
