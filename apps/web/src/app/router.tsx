import {
  createRootRouteWithContext,
  createRoute,
  createRouter,
  lazyRouteComponent,
  redirect,
  type ErrorComponentProps,
} from '@tanstack/react-router';
import type { QueryClient } from '@tanstack/react-query';
import { whenSignedOut } from '../api/client.js';
import { queryClient } from '../api/query-client.js';
import { sessionQuery } from '../api/queries.js';
import { Loading } from '../components/loading.js';
import { CataloguePage } from '../pages/catalogue/catalogue-page.js';
import { InvitationPage } from '../pages/sign-in/invitation-page.js';
import { RegisterPage } from '../pages/sign-in/register-page.js';
import { SignInPage } from '../pages/sign-in/sign-in-page.js';
import { Broken } from './broken.js';
import { Frame } from './frame.js';
import { NotFound } from './not-found.js';

const root = createRootRouteWithContext<{ queryClient: QueryClient }>()({
  component: Frame,
  notFoundComponent: NotFound,
});

/** Where someone wants to go once they are signed in. */
export interface EntrySearch {
  next?: string;
}

/** The same, and whether their session had run out. */
export interface SignInSearch extends EntrySearch {
  expired?: boolean;
}

const entrySearch = (search: Record<string, unknown>): EntrySearch =>
  typeof search.next === 'string' ? { next: search.next } : {};

const signIn = createRoute({
  getParentRoute: () => root,
  path: '/sign-in',
  component: SignInPage,
  validateSearch: (search: Record<string, unknown>): SignInSearch => ({
    ...entrySearch(search),
    ...(search.expired === true ? { expired: true } : {}),
  }),
});
const invitation = createRoute({
  getParentRoute: () => root,
  path: '/invitation',
  component: InvitationPage,
  validateSearch: entrySearch,
});
const register = createRoute({
  getParentRoute: () => root,
  path: '/register',
  component: RegisterPage,
  validateSearch: entrySearch,
});

const signedIn = createRoute({
  getParentRoute: () => root,
  id: 'signed-in',
  beforeLoad: async ({ context, location }) => {
    const me = await context.queryClient.ensureQueryData(sessionQuery);
    if (!me) throw redirect({ to: '/sign-in', search: location.href === '/' ? {} : { next: location.href } });
  },
});
const catalogue = createRoute({ getParentRoute: () => signedIn, path: '/', component: CataloguePage });
const scenario = createRoute({
  getParentRoute: () => signedIn,
  path: '/scenarios/$scenario',
  component: lazyRouteComponent(() => import('../pages/scenario/scenario-page.js'), 'ScenarioPage'),
});
const exercise = createRoute({
  getParentRoute: () => signedIn,
  path: '/exercises/$exercise',
  component: lazyRouteComponent(() => import('../pages/exercise/exercise-page.js'), 'ExercisePage'),
});
const hall = createRoute({
  getParentRoute: () => signedIn,
  path: '/exercises/$exercise/hall',
  component: lazyRouteComponent(() => import('../pages/hall/hall-page.js'), 'HallPage'),
});
const lead = createRoute({
  getParentRoute: () => signedIn,
  path: '/exercises/$exercise/lead',
  component: lazyRouteComponent(() => import('../pages/lead/lead-page.js'), 'LeadPage'),
});
const account = createRoute({
  getParentRoute: () => signedIn,
  path: '/account',
  component: lazyRouteComponent(() => import('../pages/account/account-page.js'), 'AccountPage'),
});
const pools = createRoute({
  getParentRoute: () => signedIn,
  path: '/pools',
  component: lazyRouteComponent(() => import('../pages/pools/pools-page.js'), 'PoolsPage'),
});
const admin = createRoute({
  getParentRoute: () => signedIn,
  path: '/admin',
  component: lazyRouteComponent(() => import('../pages/admin/admin-page.js'), 'AdminPage'),
});

export const router = createRouter({
  routeTree: root.addChildren([
    signIn,
    invitation,
    register,
    signedIn.addChildren([catalogue, scenario, exercise, hall, lead, account, pools, admin]),
  ]),
  context: { queryClient },
  defaultPendingComponent: Loading,
  defaultErrorComponent: ({ error, reset }: ErrorComponentProps) => <Broken error={error} retry={reset} />,
  scrollRestoration: true,
});

whenSignedOut(() => {
  const { href, pathname } = router.state.location;
  queryClient.setQueryData(sessionQuery.queryKey, null);
  if (pathname !== '/sign-in') {
    void router.navigate({ to: '/sign-in', search: { next: href, expired: true } });
  }
});

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}
