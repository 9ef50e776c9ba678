import { useTranslation } from 'react-i18next';
import type { TaskProgress } from '../../../api/queries.js';
import { useFormat } from '../../../i18n/format.js';

interface Props {
  solved: boolean;
  /** How much of it was seen; absent where nothing has to be. */
  observed: TaskProgress['observed'];
}

/** A task that is solved by what is seen: how far it is. It moves by itself. */
export function Observed({ solved, observed }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  if (solved) return null;
  const { seen = 0, of = 0 } = observed ?? {};
  const words = t('observe.seen', { seen: format.number(seen), of: format.number(of) });
  return (
    <div className="holding">
      <p className="soft small">{t(observed ? 'observe.about' : 'observe.quiet')}</p>
      {of > 1 && (
        <>
          <p role="status">{words}</p>
          <progress value={seen} max={of} aria-label={words} />
        </>
      )}
    </div>
  );
}
