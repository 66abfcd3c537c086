/** A clock and timers that stand still until a test moves them. */
export { createVirtualTime, type VirtualTime } from '../../../server/demo/virtual-time.ts';
