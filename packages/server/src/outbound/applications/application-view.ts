import type { ClientProfileId } from '@lockstep/scim-client';
import type { Lifecycle, LifecycleEdit } from './lifecycle.ts';
import type { CredentialSettings, TlsEdit } from './credential-settings.ts';
import type { TemplateLimits } from './template-limits.ts';
import type { Progress } from '../app-users/progress.ts';

/** Which application is meant. */
export interface ApplicationPlace {
  readonly organizationId: string;
  readonly slug: string;
}

/** An application, as the console shows it; the credential itself is never shown. */
export interface Application {
  readonly id: string;
  readonly slug: string;
  readonly name: string;
  readonly template: string;
  readonly baseUrl: string;
  readonly clientProfile: ClientProfileId;
  /** Absent: the server's limits. */
  readonly requestsPerSecond?: number;
  readonly concurrency?: number;
  readonly credential: CredentialSettings;
  readonly credentialSet: boolean;
  /** Whether certificates of its own are used. */
  readonly tls: { readonly caCertificate: boolean; readonly clientCertificate: boolean };
  readonly apiIntegration: boolean;
  readonly createUsers: boolean;
  readonly updateUserAttributes: boolean;
  readonly deactivateUsers: boolean;
  readonly lifecycle: Lifecycle;
  readonly pushGroups: boolean;
  readonly limits: TemplateLimits;
  readonly createdAt: string;
  readonly progress: Progress;
  /** Nothing is sent before `until`, since the target refused or could not be reached. */
  readonly pause?: { readonly message: string; readonly status?: number; readonly until: string };
}

export interface NewApplication {
  readonly template: string;
  readonly name: string;
  /** Made from the name where absent. */
  readonly slug?: string | undefined;
  /** As a whole, or made of the template's fields. */
  readonly baseUrl?: string | undefined;
  readonly fields?: Readonly<Record<string, string>> | undefined;
}

/** What is absent stays as it is. */
export interface ApplicationEdit {
  readonly name?: string | undefined;
  readonly baseUrl?: string | undefined;
  /** What of the credential is no secret. */
  readonly credential?: CredentialSettings | undefined;
  /** The API token, password or client secret. */
  readonly apiToken?: string | undefined;
  readonly tls?: TlsEdit | undefined;
  readonly clientProfile?: ClientProfileId | undefined;
  /** `null`: the server's limits. */
  readonly requestsPerSecond?: number | null | undefined;
  readonly concurrency?: number | null | undefined;
  readonly apiIntegration?: boolean | undefined;
  readonly createUsers?: boolean | undefined;
  readonly updateUserAttributes?: boolean | undefined;
  readonly deactivateUsers?: boolean | undefined;
  /** Holds for what happens from now on. */
  readonly lifecycle?: LifecycleEdit | undefined;
  readonly pushGroups?: boolean | undefined;
}
