/** What may be tuned in routing, with the values that hold unless told otherwise. */

export interface RoutingSettings {
  /** how long an offer stands */
  offerSeconds: number;
  /** how long an agent without a socket keeps their chats */
  graceSeconds: number;
  /** how long those who declined are left alone when there is nobody else */
  backOffSeconds: number;
  missesUntilAway: number;
  /** units of a full agent */
  capacity: number;
  /** how soon a change made through another node is seen at the latest */
  pollMs: number;
  leaseMs: number;
  /** how long the sockets of a silent node count */
  nodeLeaseMs: number;
  reconcileMs: number;
}

export const defaultSettings: RoutingSettings = {
  offerSeconds: 30,
  graceSeconds: 60,
  backOffSeconds: 10,
  missesUntilAway: 2,
  capacity: 100,
  pollMs: 1_000,
  leaseMs: 6_000,
  nodeLeaseMs: 15_000,
  reconcileMs: 10_000,
};
