import account from './account.json';
import administrators from './administrators.json';
import apiKeys from './api-keys.json';
import appImport from './app-import.json';
import application from './application.json';
import applications from './applications.json';
import assign from './assign.json';
import assignments from './assignments.json';
import attributes from './attributes.json';
import bulk from './bulk.json';
import audit from './audit.json';
import calendar from './calendar.json';
import catalog from './catalog.json';
import changes from './changes.json';
import commands from './commands.json';
import common from './common.json';
import departments from './departments.json';
import extensions from './extensions.json';
import fieldIssues from './field-issues.json';
import groupRules from './group-rules.json';
import groups from './groups.json';
import expression from './expression.json';
import health from './health.json';
import home from './home.json';
import importFaults from './import-faults.json';
import importUsers from './import-users.json';
import integration from './integration.json';
import jobs from './jobs.json';
import links from './links.json';
import invitation from './invitation.json';
import ipRestrictions from './ip-restrictions.json';
import list from './list.json';
import mappings from './mappings.json';
import nav from './nav.json';
import notFound from './not-found.json';
import overview from './overview.json';
import people from './people.json';
import policy from './policy.json';
import preview from './preview.json';
import problems from './problems.json';
import progress from './progress.json';
import provisioning from './provisioning.json';
import pushGroups from './push-groups.json';
import requests from './requests.json';
import rules from './rules.json';
import seats from './seats.json';
import services from './services.json';
import settings from './settings.json';
import shell from './shell.json';
import signIn from './sign-in.json';
import signOn from './sign-on.json';
import syncStates from './sync-states.json';
import sync from './sync.json';
import tasks from './tasks.json';
import toApp from './to-app.json';
import tokens from './tokens.json';
import unsaved from './unsaved.json';
import userSections from './user-sections.json';
import user from './user.json';
import users from './users.json';

export const ja = {
  account,
  administrators,
  apiKeys,
  appImport,
  application,
  applications,
  assign,
  assignments,
  attributes,
  bulk,
  audit,
  calendar,
  catalog,
  changes,
  commands,
  common,
  departments,
  extensions,
  fieldIssues,
  groupRules,
  groups,
  expression,
  health,
  home,
  import: importUsers,
  jobs,
  importFaults,
  integration,
  links,
  invitation,
  ipRestrictions,
  list,
  mappings,
  nav,
  notFound,
  overview,
  people,
  policy,
  preview,
  problems,
  progress,
  provisioning,
  pushGroups,
  requests,
  rules,
  seats,
  services,
  settings,
  shell,
  signIn,
  signOn,
  sync,
  syncStates,
  tasks,
  toApp,
  tokens,
  unsaved,
  user,
  userSections,
  users,
};
