/**
 * The allowed import arrows. `scripts/check-layers.ts` reads this table, and `docs/architecture.md` prints it.
 *
 * A layer is a folder; the longest folder that holds a file is its layer. A file may import from its own layer
 * and from the layers named here, nothing else. Test files are exempt: they may reach across.
 */
export type Layers = Readonly<Record<string, readonly string[]>>;

const server = 'packages/server/src';
const scim = 'packages/scim/src';

export const layers: Layers = {
  'packages/scim/src': [],
  'packages/scim-client/src': [scim],
  'packages/provisioning/src': [scim],
  'packages/admin-api/src': [scim, 'packages/provisioning/src'],
  'packages/console/src': [scim, 'packages/provisioning/src', 'packages/admin-api/src'],

  [`${server}/main.ts`]: ['*', `!${server}/cli`],
  [`${server}/sample`]: ['*', `!${server}/cli`],
  [`${server}/cli`]: [`${server}/main.ts`, `${server}/config`, 'packages/admin-api/src'],
  [`${server}/http`]: [
    `${server}/directory`,
    `${server}/inbound`,
    `${server}/outbound`,
    `${server}/access`,
    `${server}/changes`,
    `${server}/config`,
    `${server}/network`,
    `${server}/storage`,
    scim,
    'packages/admin-api/src',
  ],
  [`${server}/inbound`]: [
    `${server}/directory`,
    `${server}/changes`,
    `${server}/jobs`,
    `${server}/mail`,
    `${server}/network`,
    `${server}/storage`,
    scim,
  ],
  [`${server}/outbound`]: [
    `${server}/directory`,
    `${server}/changes`,
    `${server}/jobs`,
    `${server}/storage`,
    scim,
    'packages/scim-client/src',
    'packages/provisioning/src',
  ],
  [`${server}/directory`]: [`${server}/changes`, `${server}/storage`, scim, 'packages/provisioning/src'],
  [`${server}/access`]: [`${server}/changes`, `${server}/network`, `${server}/storage`],
  [`${server}/changes`]: [`${server}/storage`, scim],
  [`${server}/jobs`]: [`${server}/storage`],
  [`${server}/mail`]: [],
  [`${server}/storage`]: [`${server}/config`, scim],
  [`${server}/config`]: [`${server}/network`],
  [`${server}/network`]: [],
};
