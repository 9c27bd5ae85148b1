import type { CatalogTemplate } from './catalog-template.ts';
import airtable from './templates/airtable.json' with { type: 'json' };
import asana from './templates/asana.json' with { type: 'json' };
import atlassianCloud from './templates/atlassian-cloud.json' with { type: 'json' };
import awsIamIdentityCenter from './templates/aws-iam-identity-center.json' with { type: 'json' };
import datadog from './templates/datadog.json' with { type: 'json' };
import figma from './templates/figma.json' with { type: 'json' };
import githubEnterpriseManagedUsers from './templates/github-enterprise-managed-users.json' with { type: 'json' };
import grammarly from './templates/grammarly.json' with { type: 'json' };
import lockstep from './templates/lockstep.json' with { type: 'json' };
import miro from './templates/miro.json' with { type: 'json' };
import mondayCom from './templates/monday.com.json' with { type: 'json' };
import scimBearer from './templates/scim-2.0-bearer.json' with { type: 'json' };
import scimHeader from './templates/scim-2.0-header.json' with { type: 'json' };
import sentry from './templates/sentry.json' with { type: 'json' };
import slack from './templates/slack.json' with { type: 'json' };
import smartsheet from './templates/smartsheet.json' with { type: 'json' };
import snowflake from './templates/snowflake.json' with { type: 'json' };
import { cybozu } from './templates/cybozu.ts';

/** Data files: the compiler sees their form only widely, so a test holds each to the schema of templates. */
const documents = [
  scimHeader,
  scimBearer,
  lockstep,
  airtable,
  asana,
  atlassianCloud,
  awsIamIdentityCenter,
  datadog,
  figma,
  githubEnterpriseManagedUsers,
  grammarly,
  miro,
  mondayCom,
  sentry,
  slack,
  smartsheet,
  snowflake,
] as const;

/** Every template that comes with Lockstep, in the order of the console. */
export const catalog: readonly CatalogTemplate[] = [
  cybozu,
  ...(documents as readonly unknown[] as readonly CatalogTemplate[]),
];
