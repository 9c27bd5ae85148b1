import type { CSSVariablesResolver } from '@mantine/core';

/** Darker quiet colours than Mantine's: small text must reach a contrast of 4.5 on every surface that we use. */
export const cssVariables: CSSVariablesResolver = () => ({
  variables: {},
  light: {
    '--mantine-color-dimmed': '#566063',
    '--mantine-color-placeholder': '#667073',
    '--mantine-color-error': '#b3261e',
    '--mantine-color-text': '#182022',
    '--mantine-color-body': '#ffffff',
    '--mantine-color-yellow-light-color': '#664700',
    '--mantine-color-teal-light-color': '#06614a',
    '--mantine-color-orange-light-color': '#8a3500',
    '--lockstep-ground': '#f5f7f7',
    '--lockstep-hovered-row': '#f0f3f3',
  },
  dark: {
    '--mantine-color-dimmed': '#a3adaf',
    '--mantine-color-placeholder': '#98a3a5',
    '--mantine-color-error': '#ff9a91',
    '--mantine-color-red-light': '#3a2322',
    '--mantine-color-red-light-color': '#ffb3ab',
    '--mantine-color-yellow-light': '#38301a',
    '--mantine-color-yellow-light-color': '#f5d489',
    '--mantine-color-teal-light': '#17332d',
    '--mantine-color-teal-light-color': '#8ce9cf',
    '--mantine-color-orange-light': '#3b2a1a',
    '--mantine-color-orange-light-color': '#ffc078',
    '--lockstep-ground': '#181e1f',
    '--lockstep-hovered-row': '#2b3335',
  },
});
