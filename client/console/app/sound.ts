/** Whether this browser may make sounds; on until somebody says otherwise. */
const key = 'parley.sound';

export const isSoundOn = (storage: Storage): boolean => storage.getItem(key) !== 'off';
export const setSound = (storage: Storage, isOn: boolean): void => storage.setItem(key, isOn ? 'on' : 'off');
