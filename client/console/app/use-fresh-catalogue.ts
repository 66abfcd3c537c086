/** Reads everything of the catalogue again that is on screen when somebody changed it. */
import { useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { catalogueKey } from '../http/catalogue.ts';
import { useDesk } from '../sync/use-desk.ts';

export function useFreshCatalogue(): void {
  const { catalogueChanges } = useDesk();
  const client = useQueryClient();
  useEffect(
    () => catalogueChanges.subscribe(() => void client.invalidateQueries({ queryKey: catalogueKey })),
    [catalogueChanges, client],
  );
}
