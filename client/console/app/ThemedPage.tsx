/** Mantine with our theme, its own few words in the agent's language, and where toasts appear. */
import { MantineProvider } from '@mantine/core';
import { Notifications } from '@mantine/notifications';
import { type ReactNode, useEffect, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { resolveVariables, theme } from '../../ui/theme.ts';

export function ThemedPage({ children }: { children: ReactNode }) {
  const { t } = useTranslation();
  const close = t('common.close');
  const layers = t('app.layers');
  useEffect(() => document.getElementById('layers')?.setAttribute('aria-label', layers), [layers]);
  const worded = useMemo(() => {
    const defaultProps = { closeButtonProps: { 'aria-label': close } };
    return { ...theme, components: { ...theme.components, Notification: { defaultProps } } };
  }, [close]);
  return (
    <MantineProvider theme={worded} cssVariablesResolver={resolveVariables} defaultColorScheme="auto">
      <Notifications position="bottom-left" autoClose={8_000} limit={3} zIndex={400} containerWidth={360} />
      {children}
    </MantineProvider>
  );
}
