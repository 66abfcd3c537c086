/** What lets an agent's browser be rung and talk: made by a line's provider, passed on as it is to the device. */

export type DeviceGrant =
  | {
      provider: 'twilio';
      token: string;
      /** ms since 1970 */
      expiresAt: number;
      /** of the simulator: host and port of its signalling; absent at Twilio itself */
      gateway?: string;
      simulated: boolean;
    }
  | {
      provider: 'softswitch';
      iceServers: { urls: string[]; username?: string; credential?: string }[];
      simulated: false;
    };
