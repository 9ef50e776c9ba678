import type { Role } from '#persistence';

/** What someone may do beyond what is their own. */
export const permissions = {
  /** Create classes, for others; see and steer every exercise they own. */
  'exercises:teach': ['admin', 'instructor'],
  /** See and steer exercises that others own. */
  'exercises:supervise': ['admin'],
  /** Add scenarios to the catalogue. */
  'scenarios:write': ['admin', 'author'],
  /** Invite people. */
  'people:invite': ['admin', 'instructor'],
  /** List people, change settings, issue tokens for others. */
  'installation:manage': ['admin'],
} as const satisfies Record<string, readonly Role[]>;

export type Permission = keyof typeof permissions;

export const may = (role: Role, permission: Permission): boolean =>
  (permissions[permission] as readonly Role[]).includes(role);
