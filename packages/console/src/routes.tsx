import { createBrowserRouter, Navigate } from 'react-router';
import { Shell } from './components/shell/Shell.tsx';
import { RouteError } from './components/RouteError.tsx';
import { HomeRedirect } from './components/HomeRedirect.tsx';
import { NotFound } from './components/NotFound.tsx';
import { NotFoundPage } from './pages/not-found/NotFoundPage.tsx';
import { SignInPage } from './pages/sign-in/SignInPage.tsx';

/** The map of the console; every page but the first is loaded when it is first opened. */
export const router = createBrowserRouter([
  { path: '/', element: <HomeRedirect />, errorElement: <RouteError /> },
  { path: '/sign-in', element: <SignInPage />, errorElement: <RouteError /> },
  {
    path: '/invitation',
    errorElement: <RouteError />,
    HydrateFallback: () => null,
    lazy: async () => ({ Component: (await import('./pages/invitation/InvitationPage.tsx')).InvitationPage }),
  },
  {
    path: '/o/:org',
    element: <Shell />,
    errorElement: <RouteError />,
    HydrateFallback: () => null,
    children: [
      {
        index: true,
        lazy: async () => ({ Component: (await import('./pages/overview/OverviewPage.tsx')).OverviewPage }),
      },
      {
        path: 'directory/users',
        lazy: async () => ({ Component: (await import('./pages/users/UsersPage.tsx')).UsersPage }),
      },
      {
        path: 'directory/users/:user',
        lazy: async () => ({ Component: (await import('./pages/users/UserPage.tsx')).UserPage }),
      },
      {
        path: 'directory/groups',
        lazy: async () => ({ Component: (await import('./pages/groups/GroupsPage.tsx')).GroupsPage }),
      },
      {
        path: 'directory/groups/rules',
        lazy: async () => ({ Component: (await import('./pages/group-rules/GroupRulesPage.tsx')).GroupRulesPage }),
      },
      {
        path: 'directory/groups/:group',
        lazy: async () => ({ Component: (await import('./pages/groups/GroupPage.tsx')).GroupPage }),
      },
      {
        path: 'directory/jobs',
        lazy: async () => ({ Component: (await import('./pages/jobs/JobsPage.tsx')).JobsPage }),
      },
      {
        path: 'directory/jobs/:job',
        lazy: async () => ({ Component: (await import('./pages/jobs/JobPage.tsx')).JobPage }),
      },
      {
        path: 'directory/services',
        lazy: async () => ({ Component: (await import('./pages/services/ServicesPage.tsx')).ServicesPage }),
      },
      {
        path: 'directory/departments',
        lazy: async () => ({ Component: (await import('./pages/departments/DepartmentsPage.tsx')).DepartmentsPage }),
      },
      {
        path: 'directory/departments/job-titles',
        lazy: async () => ({ Component: (await import('./pages/departments/JobTitlesPage.tsx')).JobTitlesPage }),
      },
      {
        path: 'provisioning',
        lazy: async () => ({ Component: (await import('./pages/provisioning/ProvisioningPage.tsx')).ProvisioningPage }),
      },
      {
        path: 'provisioning/links',
        lazy: async () => ({ Component: (await import('./pages/links/LinksPage.tsx')).LinksPage }),
      },
      {
        path: 'provisioning/health',
        lazy: async () => ({ Component: (await import('./pages/health/HealthPage.tsx')).HealthPage }),
      },
      {
        path: 'provisioning/requests',
        lazy: async () => ({ Component: (await import('./pages/requests/RequestsPage.tsx')).RequestsPage }),
      },
      {
        path: 'provisioning/requests/:request',
        lazy: async () => ({ Component: (await import('./pages/request/RequestPage.tsx')).RequestPage }),
      },
      {
        path: 'applications',
        lazy: async () => ({ Component: (await import('./pages/applications/ApplicationsPage.tsx')).ApplicationsPage }),
      },
      {
        path: 'catalog',
        lazy: async () => ({ Component: (await import('./pages/catalog/CatalogPage.tsx')).CatalogPage }),
      },
      {
        path: 'catalog/:template',
        lazy: async () => ({ Component: (await import('./pages/catalog/TemplatePage.tsx')).TemplatePage }),
      },
      {
        path: 'applications/:application',
        lazy: async () => ({ Component: (await import('./pages/application/ApplicationPage.tsx')).ApplicationPage }),
        children: [
          { index: true, element: <Navigate to="assignments/people" replace /> },
          {
            path: 'general',
            lazy: async () => ({ Component: (await import('./pages/application/GeneralTab.tsx')).GeneralTab }),
          },
          { path: 'provisioning', element: <Navigate to="integration" replace /> },
          {
            path: 'provisioning/integration',
            lazy: async () => ({ Component: (await import('./pages/application/IntegrationTab.tsx')).IntegrationTab }),
          },
          {
            path: 'provisioning/to-app',
            lazy: async () => ({ Component: (await import('./pages/application/ToAppTab.tsx')).ToAppTab }),
          },
          {
            path: 'provisioning/mappings',
            lazy: async () => ({
              Component: (await import('./pages/application/mappings/MappingsTab.tsx')).MappingsTab,
            }),
          },
          {
            path: 'sign-on',
            lazy: async () => ({ Component: (await import('./pages/application/mappings/SignOnTab.tsx')).SignOnTab }),
          },
          {
            path: 'import',
            lazy: async () => ({ Component: (await import('./pages/application/import/ImportTab.tsx')).ImportTab }),
          },
          { path: 'assignments', element: <Navigate to="people" replace /> },
          {
            path: 'assignments/people',
            lazy: async () => ({ Component: (await import('./pages/application/PeopleTab.tsx')).PeopleTab }),
          },
          {
            path: 'assignments/groups',
            lazy: async () => ({
              Component: (await import('./pages/application/assignments/GroupsTab.tsx')).GroupsTab,
            }),
          },
          {
            path: 'push-groups',
            lazy: async () => ({
              Component: (await import('./pages/application/push-groups/PushGroupsTab.tsx')).PushGroupsTab,
            }),
          },
          {
            path: 'activity',
            lazy: async () => ({ Component: (await import('./pages/application/ActivityTab.tsx')).ActivityTab }),
          },
        ],
      },
      {
        path: 'security/ip-restrictions',
        lazy: async () => ({
          Component: (await import('./pages/ip-restrictions/IpRestrictionsPage.tsx')).IpRestrictionsPage,
        }),
      },
      {
        path: 'account',
        lazy: async () => ({ Component: (await import('./pages/account/AccountPage.tsx')).AccountPage }),
      },
      {
        path: 'security/administrators',
        lazy: async () => ({
          Component: (await import('./pages/administrators/AdministratorsPage.tsx')).AdministratorsPage,
        }),
      },
      {
        path: 'security/audit-log',
        lazy: async () => ({ Component: (await import('./pages/audit/AuditPage.tsx')).AuditPage }),
      },
      {
        path: 'security/api-keys',
        lazy: async () => ({ Component: (await import('./pages/api-keys/ApiKeysPage.tsx')).ApiKeysPage }),
      },
      {
        path: 'settings',
        lazy: async () => ({ Component: (await import('./pages/settings/SettingsPage.tsx')).SettingsPage }),
      },
      {
        path: 'tasks',
        lazy: async () => ({ Component: (await import('./pages/tasks/TasksPage.tsx')).TasksPage }),
      },
      { path: '*', element: <NotFound /> },
    ],
  },
  { path: '*', element: <NotFoundPage /> },
]);
