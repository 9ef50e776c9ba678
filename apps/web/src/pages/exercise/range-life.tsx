import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Range } from '../../api/queries.js';
import { Button } from '../../components/button.js';
import { useFormat } from '../../i18n/format.js';
import type { useRangeOrder } from './orders.js';

/** What is left is shown in minutes, in milliseconds looked at. */
const lookEvery = 10_000;
/** When this little is left, it is said as a warning, ms. */
const warnAt = 10 * 60_000;

interface Props {
  range: Range;
  /** When the range was read, in milliseconds since 1970 by this machine's clock. */
  readAt: number;
  order: ReturnType<typeof useRangeOrder>;
}

/** How long the machines still live, with the way to more. */
export function RangeLife({ range: { expiresIn }, readAt, order }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  const [now, setNow] = useState(readAt);
  useEffect(() => {
    const tick = () => setNow(Date.now());
    tick();
    const timer = setInterval(tick, lookEvery);
    return () => clearInterval(timer);
  }, [readAt]);
  if (expiresIn === undefined) return null;
  const left = Math.max(0, expiresIn - Math.max(0, now - readAt));
  const minutes = Math.floor(left / 60_000);
  const soon = left < warnAt;
  return (
    <div className={soon ? 'range-life range-life-soon' : 'range-life'}>
      <p className="small" role={soon ? 'status' : undefined}>
        {minutes > 0 ? t('range.left', { time: format.duration(`${minutes}m`) }) : t('range.left-none')}
      </p>
      <Button
        look="quiet"
        onPress={() => order.mutate('extend')}
        isPending={order.isPending && order.variables === 'extend'}
      >
        {t('range.extend')}
      </Button>
    </div>
  );
}
