/** Starts the console in the page. */
import '@fontsource-variable/inter/wght.css';
import '../ui/tokens.css';
import '../ui/base.css';
import '../ui/mantine-styles.ts';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { createRoot } from 'react-dom/client';
import { I18nextProvider } from 'react-i18next';
import { createConsoleRouter } from './app/router.tsx';
import { ThemedPage } from './app/ThemedPage.tsx';
import { createWords, followLanguage } from './i18n/i18n.ts';

async function start(page: HTMLElement): Promise<void> {
  const words = await createWords(localStorage, navigator.languages);
  followLanguage(words, window);
  const router = createConsoleRouter();
  const client = new QueryClient({ defaultOptions: { queries: { retry: 1, refetchOnWindowFocus: false } } });
  createRoot(page).render(
    <I18nextProvider i18n={words}>
      <ThemedPage>
        <QueryClientProvider client={client}>
          <RouterProvider router={router} />
        </QueryClientProvider>
      </ThemedPage>
    </I18nextProvider>,
  );
}

const page = document.getElementById('page');
if (page) void start(page);
