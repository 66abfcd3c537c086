/** A text as a QR code that a camera reads, drawn as one path; the encoder is loaded when the first one is shown. */
import { useEffect, useState } from 'react';
import classes from './two-factor.module.css';

/** modules of quiet ground around it (ISO/IEC 18004 asks for four) */
const BORDER = 4;

export function QrCode({ text, label }: { text: string; label: string }) {
  const [drawn, setDrawn] = useState<{ size: number; path: string } | null>(null);

  useEffect(() => {
    let isCurrent = true;
    void import('uqr').then(({ encode }) => {
      if (!isCurrent) return;
      const { data, size } = encode(text, { ecc: 'M', border: BORDER });
      const dark = data.flatMap((row, y) => row.flatMap((isDark, x) => (isDark ? [`M${x} ${y}h1v1h-1z`] : [])));
      setDrawn({ size, path: dark.join('') });
    });
    return () => {
      isCurrent = false;
    };
  }, [text]);

  // Black on white in both schemes: many cameras do not read the reverse.
  return (
    <div className={classes.qr}>
      {drawn && (
        <svg viewBox={`0 0 ${drawn.size} ${drawn.size}`} role="img" aria-label={label} shapeRendering="crispEdges">
          <path d={drawn.path} />
        </svg>
      )}
    </div>
  );
}
