/** Imports of customers at the server; one that is under way is asked for again and again. */
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { CustomerImport, ImportSettings } from '../../../../shared/model/import.ts';
import { callApi } from '../../http/api.ts';
import { uploadTo } from '../../http/upload.ts';

const key = ['imports'];
const ASK_AGAIN_MS = 1_000;
export const isUnderWay = ({ state }: CustomerImport): boolean => /ing$/.test(state);

export const useImports = () =>
  useQuery({
    queryKey: key,
    queryFn: () => callApi<{ imports: CustomerImport[] }>('GET', '/api/imports'),
    refetchInterval: ({ state }) => (state.data?.imports.some(isUnderWay) ? ASK_AGAIN_MS : false),
  });

export const useImport = (id: string) =>
  useQuery({
    queryKey: [...key, id],
    queryFn: () => callApi<CustomerImport>('GET', `/api/imports/${id}`),
    refetchInterval: ({ state }) => (state.data && isUnderWay(state.data) ? ASK_AGAIN_MS : false),
  });

function useWrite<Input>(run: (input: Input) => Promise<CustomerImport>) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: run,
    onSuccess: (answer) => {
      client.setQueryData([...key, answer.id], answer);
      return client.invalidateQueries({ queryKey: key });
    },
  });
}

export const useUploadImport = () =>
  useWrite(
    ({ file, country }: { file: File; country: string }) =>
      uploadTo<CustomerImport>(`/api/imports?country=${country}`, file, () => undefined).done,
  );
export const useChangeImport = (id: string) =>
  useWrite((settings: ImportSettings) => callApi<CustomerImport>('PUT', `/api/imports/${id}`, settings));
export const useImportStep = (id: string) =>
  useWrite((step: 'check' | 'run' | 'undo') => callApi<CustomerImport>('POST', `/api/imports/${id}/${step}`, {}));
