/** The product's mark. */
export function Logo({ size = 32 }: { size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 32 32" role="img" aria-label="Parley">
      <rect width="32" height="32" rx="8" fill="var(--pl-ac)" />
      <path
        d="M10.5 25V13.5a6 6 0 1 1 6 6h-1.2"
        fill="none"
        stroke="#fff"
        strokeWidth="3"
        strokeLinecap="round"
        strokeLinejoin="round"
      />
      <circle cx="16.5" cy="13.5" r="1.9" fill="#fff" />
    </svg>
  );
}
