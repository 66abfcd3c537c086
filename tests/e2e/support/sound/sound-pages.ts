/** Pages that talk: the console's own phone device without the console, and a plain browser as a customer's; told apart by the tone they send. */
import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import type { Browser, Frame, Page } from 'playwright-core';

const ORIGIN = 'http://phone.localhost';
const PAGE = `<!doctype html><title>Phone</title>
<script type="module">import { createPhoneDevice } from '/device.js'; window.createPhoneDevice = createPhoneDevice;</script>`;

/** The device alone, as a module. */
export async function buildDevice(folder: string): Promise<void> {
  const input = resolve('client/console/features/phone/devices/create-device.ts');
  const options = {
    ...{ configFile: false, logLevel: 'error', root: folder },
    build: {
      ...{ outDir: folder, emptyOutDir: false, target: 'es2022', minify: false },
      lib: { entry: input, formats: ['es'], fileName: () => 'device.js' },
    },
  };
  // Vite is an ES module, which the tests are not.
  const script = `import { build } from 'vite';
    const options = ${JSON.stringify(options)};
    options.build.lib.fileName = () => 'device.js';
    await build(options);`;
  await promisify(execFile)(process.execPath, ['--input-type=module', '-e', script], { timeout: 60_000 });
}

/** A page of the origin, whose microphone is a tone. Loaded again, it is the same page. */
export async function openPage(browser: Browser, folder: string, hz: number): Promise<Page> {
  const page = await (await browser.newContext()).newPage();
  await page.route(`${ORIGIN}/**`, async (route) => {
    const { pathname } = new URL(route.request().url());
    if (pathname === '/') return route.fulfill({ contentType: 'text/html', body: PAGE });
    const body = await readFile(join(folder, pathname)).catch(() => null);
    return body ? route.fulfill({ contentType: 'text/javascript', body }) : route.fulfill({ status: 404 });
  });
  await giveTone(page, hz);
  await page.goto(`${ORIGIN}/`);
  return page;
}

/** The microphone of the page, and of the frames in it, is a tone; what their connections bring is kept in `window.heard`, newest last. */
export async function giveTone(page: Page, hz: number): Promise<void> {
  await page.addInitScript((tone: number) => {
    const heard: MediaStream[] = [];
    const Plain = window.RTCPeerConnection;
    window.RTCPeerConnection = class extends Plain {
      constructor(settings?: RTCConfiguration) {
        super(settings);
        this.addEventListener('track', ({ track }) => heard.push(new MediaStream([track])));
      }
    };
    const context = new AudioContext();
    navigator.mediaDevices.enumerateDevices = async () => [
      { deviceId: 'tone', kind: 'audioinput', label: 'Tone', groupId: '', toJSON: () => ({}) },
    ];
    navigator.mediaDevices.getUserMedia = async () => {
      void context.resume();
      const [oscillator, gain] = [context.createOscillator(), context.createGain()];
      const out = context.createMediaStreamDestination();
      oscillator.frequency.value = tone;
      gain.gain.value = 0.3;
      oscillator.connect(gain).connect(out);
      oscillator.start();
      return out.stream;
    };
    Object.assign(window, { heard, context });
  }, hz);
}

/** How loud these tones are in what the page's newest connection brings, dB. */
export function hear(page: Page | Frame, hertz: number[]): Promise<number[]> {
  return page.evaluate(async (tones) => {
    const { heard, context } = window as unknown as { heard: MediaStream[]; context: AudioContext };
    const stream = heard.at(-1);
    if (!stream) throw new Error('it is connected to nothing');
    await context.resume();
    const analyser = context.createAnalyser();
    Object.assign(analyser, { smoothingTimeConstant: 0, fftSize: 16_384 });
    const source = context.createMediaStreamSource(stream);
    source.connect(analyser);
    // As long as its window, so that it is full of what is said now.
    await new Promise((done) => setTimeout(done, 450));
    const bins = new Float32Array(analyser.frequencyBinCount);
    analyser.getFloatFrequencyData(bins);
    source.disconnect();
    const width = context.sampleRate / analyser.fftSize;
    return tones.map((hz) => Math.max(...bins.slice(Math.round(hz / width) - 2, Math.round(hz / width) + 3)));
  }, hertz);
}
