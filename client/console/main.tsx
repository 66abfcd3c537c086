/** Starts the console in the page. */
import '@fontsource-variable/inter/wght.css';
import '../ui/tokens.css';
import '../ui/base.css';
import '../ui/mantine-styles.ts';
import { MantineProvider } from '@mantine/core';
import { Notifications } from '@mantine/notifications';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { createRoot } from 'react-dom/client';
import { I18nextProvider } from 'react-i18next';
import { resolveVariables, theme } from '../ui/theme.ts';
import { createConsoleRouter } from './app/router.tsx';
import { createWords } from './i18n/i18n.ts';

async function start(page: HTMLElement): Promise<void> {
  const words = await createWords(localStorage, navigator.languages);
  const router = createConsoleRouter();
  const client = new QueryClient({ defaultOptions: { queries: { retry: 1, refetchOnWindowFocus: false } } });
  createRoot(page).render(
    <I18nextProvider i18n={words}>
      <MantineProvider theme={theme} cssVariablesResolver={resolveVariables} defaultColorScheme="auto">
        <QueryClientProvider client={client}>
          <Notifications position="bottom-left" autoClose={8_000} limit={3} zIndex={400} containerWidth={360} />
          <RouterProvider router={router} />
        </QueryClientProvider>
      </MantineProvider>
    </I18nextProvider>,
  );
}

const page = document.getElementById('page');
if (page) void start(page);
