import { createTheme, type MantineColorsTuple, type MantineThemeOverride } from '@mantine/core';
import type { TFunction } from 'i18next';

const spruce: MantineColorsTuple = [
  '#eef7f7',
  '#dcecec',
  '#b6d8d9',
  '#8cc3c5',
  '#69b1b4',
  '#4b9a9e',
  '#2f8388',
  '#1d6c71',
  '#14595c',
  '#0d4649',
];

/** Neutral with a breath of green, so that surfaces and the primary colour belong together. */
const dark: MantineColorsTuple = [
  '#d3d9da',
  '#bcc4c5',
  '#a3adaf',
  '#7c8789',
  '#4a5456',
  '#394244',
  '#2b3335',
  '#1f2628',
  '#181e1f',
  '#111617',
];

const fontFamily = [
  'system-ui',
  '-apple-system',
  '"Segoe UI"',
  'Roboto',
  '"Helvetica Neue"',
  '"Noto Sans"',
  '"Hiragino Sans"',
  '"Yu Gothic UI"',
  'Meiryo',
  '"Noto Sans JP"',
  '"Noto Sans CJK JP"',
  'sans-serif',
].join(', ');

/** The look of the console; takes `t` because Mantine's close and clear buttons need names in the page's language. */
export function createConsoleTheme(t: TFunction): MantineThemeOverride {
  const closeButtonProps = { 'aria-label': t('common.close') };
  // a page has one banner, and the head of a dialog is none
  const attributes = { header: { role: 'presentation' } };
  return createTheme({
    colors: { spruce, dark },
    primaryColor: 'spruce',
    primaryShade: { light: 7, dark: 7 },
    defaultRadius: 'sm',
    fontFamily,
    fontFamilyMonospace:
      'ui-monospace, SFMono-Regular, Menlo, Consolas, "Liberation Mono", "DejaVu Sans Mono", "Noto Sans Mono CJK JP", monospace',
    headings: {
      fontWeight: '600',
      sizes: { h1: { fontSize: '1.375rem' }, h2: { fontSize: '1.0625rem' }, h3: { fontSize: '0.9375rem' } },
    },
    cursorType: 'pointer',
    respectReducedMotion: true,
    components: {
      Table: {
        defaultProps: {
          verticalSpacing: 4,
          horizontalSpacing: 'xs',
          highlightOnHover: true,
          // Mantine's own is too bright in the dark theme for the words on it
          highlightOnHoverColor: 'var(--lockstep-hovered-row)',
          tabularNums: true,
        },
      },
      Badge: {
        defaultProps: {
          variant: 'dot',
          radius: 'sm',
          tt: 'none',
          fw: 500,
          miw: 'max-content',
          style: { verticalAlign: 'middle' },
        },
      },
      Button: { defaultProps: { size: 'sm' } },
      ActionIcon: { defaultProps: { variant: 'subtle', color: 'gray', size: 'lg' } },
      Modal: { defaultProps: { centered: true, closeButtonProps, attributes, styles: { title: { fontWeight: 600 } } } },
      Drawer: { defaultProps: { closeButtonProps, attributes, styles: { title: { fontWeight: 600 } } } },
      Notification: { defaultProps: { closeButtonProps } },
      Tooltip: { defaultProps: { openDelay: 300, withArrow: true, events: { hover: true, focus: true, touch: true } } },
      // the filled colour is too dark for a thin line on dark ground
      Tabs: { vars: () => ({ root: { '--tabs-color': 'var(--mantine-color-anchor)' } }) },
      Paper: { defaultProps: { withBorder: true, p: 'md' } },
      Anchor: { defaultProps: { underline: 'hover' } },
      PasswordInput: { defaultProps: { visibilityToggleButtonProps: { 'aria-label': t('common.showSecret') } } },
    },
  });
}
