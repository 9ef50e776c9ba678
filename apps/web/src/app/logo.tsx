/** The mark of VOCR; the name stands beside it. */
export function Logo() {
  return (
    <svg viewBox="0 0 32 32" width="28" height="28" aria-hidden="true" className="logo">
      <rect width="32" height="32" rx="8" />
      <path d="M8 9l8 14 8-14" />
      <circle cx="16" cy="10" r="2.4" />
    </svg>
  );
}
