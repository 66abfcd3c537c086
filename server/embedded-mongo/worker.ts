/** The store in a thread of its own: starts on load, stops on message. */
import { parentPort, workerData } from 'node:worker_threads';
import { startInline, type WorkerInput, type WorkerMessage } from './start-store.ts';

const post = (message: WorkerMessage): void => parentPort?.postMessage(message);

try {
  const store = await startInline(workerData as WorkerInput);
  parentPort?.once('message', () => {
    store.stop().then(() => {
      post('stopped');
      parentPort?.close();
    });
  });
  post({ uri: store.uri });
} catch (error) {
  const { name, message } = error instanceof Error ? error : new Error(String(error));
  post({ failure: { name, message } });
}
