import {
  IconAdjustments,
  IconApps,
  IconArrowsExchange,
  IconHeartbeat,
  IconHistory,
  IconHome2,
  IconKey,
  IconLink,
  IconListCheck,
  IconListDetails,
  IconNetwork,
  IconPlugConnected,
  IconShieldCheck,
  IconSitemap,
  IconStack2,
  IconUsers,
  IconUsersGroup,
  type TablerIcon,
} from '@tabler/icons-react';

interface Page {
  readonly name: string;
  /** Below the organization's address. */
  readonly path: string;
  readonly Icon: TablerIcon;
  /** Whether the gear menu has it too. */
  readonly gear?: boolean;
}

/** The map of an organization: every page that stands by itself, by section; a page is here as soon as it exists. */
export const sections = [
  { section: undefined, pages: [{ name: 'overview', path: '', Icon: IconHome2 }] },
  {
    section: 'directory',
    pages: [
      { name: 'users', path: '/directory/users', Icon: IconUsers, gear: true },
      { name: 'groups', path: '/directory/groups', Icon: IconUsersGroup, gear: true },
      { name: 'departments', path: '/directory/departments', Icon: IconSitemap, gear: true },
      { name: 'services', path: '/directory/services', Icon: IconStack2, gear: true },
      { name: 'jobs', path: '/directory/jobs', Icon: IconListDetails },
    ],
  },
  {
    section: 'inbound',
    pages: [
      { name: 'provisioning', path: '/provisioning', Icon: IconPlugConnected, gear: true },
      { name: 'links', path: '/provisioning/links', Icon: IconLink },
      { name: 'requests', path: '/provisioning/requests', Icon: IconArrowsExchange },
      { name: 'health', path: '/provisioning/health', Icon: IconHeartbeat },
    ],
  },
  {
    section: 'outbound',
    pages: [
      { name: 'applications', path: '/applications', Icon: IconApps },
      { name: 'tasks', path: '/tasks', Icon: IconListCheck },
    ],
  },
  {
    section: 'security',
    pages: [
      { name: 'administrators', path: '/security/administrators', Icon: IconShieldCheck, gear: true },
      { name: 'apiKeys', path: '/security/api-keys', Icon: IconKey },
      { name: 'ipRestrictions', path: '/security/ip-restrictions', Icon: IconNetwork, gear: true },
      { name: 'auditLog', path: '/security/audit-log', Icon: IconHistory, gear: true },
      { name: 'settings', path: '/settings', Icon: IconAdjustments, gear: true },
    ],
  },
] as const satisfies readonly { section: string | undefined; pages: readonly Page[] }[];

/** The same pages in one row. */
export const pages = sections.flatMap((section) => [...section.pages]);
