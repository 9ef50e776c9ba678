import type { Role } from '#persistence';
import { describe, expect, it } from 'vitest';
import { roles } from './accounts.js';
import { may, permissions, type Permission } from './permissions.js';

const allowed: Record<Permission, Role[]> = {
  'exercises:teach': ['admin', 'instructor'],
  'exercises:supervise': ['admin'],
  'scenarios:write': ['admin', 'author'],
  'people:invite': ['admin', 'instructor'],
  'installation:manage': ['admin'],
};

describe.each(Object.keys(permissions) as Permission[])('%s', (permission) => {
  it.each(roles)('of %s', (role) => {
    expect(may(role, permission)).toBe(allowed[permission].includes(role));
  });
});

it('a role that is none may nothing', () => {
  expect(may('root' as Role, 'people:invite')).toBe(false);
});
