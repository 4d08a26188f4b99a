import { CssBaseline, ThemeProvider, useMediaQuery } from '@mui/material';
import { lazy, Suspense, useMemo } from 'react';
import { CoreAdminContext } from 'react-admin';
import { BrowserRouter, Route, Routes, useLocation } from 'react-router';
import { SessionProvider, Waiting, WhoMayContext } from '@accord/kernel/admin';
import { CAPABILITIES } from './capabilities.js';
import { dataProviderOf } from './data-provider.js';
import { i18nProvider } from './i18n-provider.js';
import { say } from './messages.js';
import { NoSuchPage } from './no-such-page.js';
import { PageFault } from './page-fault.js';
import { newQueryClient } from './query-client.js';
import { Shell } from './shell/shell.js';
import { SignInPage } from './sign-in-page.js';
import { accordTheme } from './theme.js';
import { whoMay } from './who-may.js';
import { ColourSchemeContext, useColourScheme } from './colour-scheme.js';

const client = newQueryClient();
const dataProvider = dataProviderOf(CAPABILITIES.flatMap((capability) => capability.resources ?? []));
const PAGES = CAPABILITIES.flatMap((capability) => capability.routes).map(({ path, load }) => ({ path, Page: lazy(load) }));

/** The whole web application. */
export function Application() {
  const scheme = useColourScheme(useMediaQuery('(prefers-color-scheme: dark)'));
  const theme = useMemo(() => accordTheme(scheme.mode), [scheme.mode]);
  return (
    <ColourSchemeContext value={scheme}>
      <ThemeProvider theme={theme}>
        <CssBaseline enableColorScheme />
        <BrowserRouter>
          <CoreAdminContext dataProvider={dataProvider} i18nProvider={i18nProvider} queryClient={client}>
            <SessionProvider signIn={(because) => <SignInPage because={because} />} waiting={<Waiting says={say('starting')} />}>
              <WhoMayContext value={whoMay}>
                <Shell>
                  <Pages />
                </Shell>
              </WhoMayContext>
            </SessionProvider>
          </CoreAdminContext>
        </BrowserRouter>
      </ThemeProvider>
    </ColourSchemeContext>
  );
}

/** The page of the address. One that breaks breaks alone: the next address begins anew. */
function Pages() {
  const { pathname } = useLocation();
  return (
    <PageFault key={pathname}>
      <Suspense fallback={<Waiting />}>
        <Routes>
          {PAGES.map(({ path, Page }) => <Route key={path} path={path} element={<Page />} />)}
          <Route path="*" element={<NoSuchPage />} />
        </Routes>
      </Suspense>
    </PageFault>
  );
}
