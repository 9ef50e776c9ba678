import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../i18n/format.js';

const moves = 700;

/** The team's score. It counts to its new value; screen readers are told the value once. */
export function Score({ score, most }: { score: number; most: number }) {
  const { t } = useTranslation();
  const format = useFormat();
  const shown = useCounted(score);
  return (
    <span className={`standing score ${shown === score ? '' : 'score-moving'}`}>
      <span className="standing-label">{t('exercise.score')}</span>
      <span className="standing-value" aria-hidden="true">
        {format.number(shown)}
        <span className="soft small"> / {format.number(most)}</span>
      </span>
      <span className="visually-hidden" aria-live="polite">
        {t('exercise.score-of', { score: format.number(score), most: format.number(most) })}
      </span>
    </span>
  );
}

/** A number that goes to its new value in small steps, or at once for those who want no motion. */
function useCounted(target: number): number {
  const [shown, setShown] = useState(target);
  const at = useRef(target);
  useEffect(() => {
    const from = at.current;
    if (from === target) return undefined;
    const still = window.matchMedia('(prefers-reduced-motion: reduce)').matches;
    const began = performance.now();
    let frame = 0;
    const step = (now: number) => {
      const part = still ? 1 : Math.min(1, Math.max(0, now - began) / moves);
      at.current = Math.round(from + (target - from) * (1 - (1 - part) ** 3));
      setShown(at.current);
      if (part < 1) frame = requestAnimationFrame(step);
    };
    frame = requestAnimationFrame(step);
    return () => cancelAnimationFrame(frame);
  }, [target]);
  return shown;
}
