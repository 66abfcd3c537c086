/** The launcher's and the frame's look. A constructed sheet, because a strict host page would refuse an inline one. */

export const phoneQuery = '(max-width: 639.98px)';

export const styles = `
:host{all:initial!important;position:fixed!important;z-index:2147483000!important;inset:auto 0 0 auto!important;width:0!important;height:0!important;display:block!important;color-scheme:light!important}
:host([hidden]){display:none!important}
button{all:initial;box-sizing:border-box;position:fixed;bottom:20px;right:20px;width:56px;height:56px;border-radius:50%;background:var(--accent);color:var(--on);cursor:pointer;display:grid;place-items:center;box-shadow:0 6px 20px -4px rgb(0 0 0/.28),0 2px 6px -2px rgb(0 0 0/.16);-webkit-tap-highlight-color:transparent;transition:filter 120ms}
button:hover{filter:brightness(.93)}
button:focus-visible{outline:2px solid var(--accent);outline-offset:2px;box-shadow:0 0 0 2px #fff,0 6px 20px -4px rgb(0 0 0/.28)}
svg{width:28px;height:28px;fill:none;stroke:currentColor;stroke-width:1.75;stroke-linecap:round;stroke-linejoin:round;grid-area:1/1;transition:opacity 120ms}
button[aria-expanded=true] svg:first-of-type,button[aria-expanded=false] svg:last-of-type{opacity:0}
b{all:initial;position:absolute;top:-4px;right:-4px;box-sizing:border-box;min-width:20px;height:20px;padding:0 5px;border-radius:10px;border:2px solid #fff;background:#bf2e29;color:#fff;font:600 11px/16px system-ui,-apple-system,"Segoe UI",sans-serif;text-align:center;font-variant-numeric:tabular-nums;pointer-events:none}
b[hidden]{display:none}
iframe{all:initial;position:fixed;box-sizing:border-box;bottom:88px;right:20px;width:376px;height:min(640px,calc(100vh - 108px));border:0;border-radius:16px;background:#f7f7f4;box-shadow:0 16px 40px -8px rgb(0 0 0/.22),0 4px 12px -4px rgb(0 0 0/.1),0 0 0 1px rgb(0 0 0/.06);display:block;animation:in 160ms cubic-bezier(.2,.8,.2,1)}
iframe[hidden]{display:none}
.left button{right:auto;left:20px}.left iframe{right:auto;left:20px}
@keyframes in{from{opacity:0;transform:translateY(4px)}}
@media (min-width:768px){button{width:64px;height:64px}iframe{bottom:96px;height:min(640px,calc(100vh - 108px))}}
@media ${phoneQuery}{iframe,.left iframe{inset:0;width:100%;height:100%;border-radius:0;box-shadow:none}button[aria-expanded=true]{display:none}}
@media (prefers-reduced-motion:reduce){@keyframes in{from{opacity:0}}iframe{animation-duration:80ms}button,svg{transition-duration:80ms}}
@media (prefers-color-scheme:dark){iframe{background:#151514}}
@media (forced-colors:active){button{border:2px solid ButtonText}}
@media print{:host{display:none!important}}
`;
