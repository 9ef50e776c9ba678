import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../components/button.js';
import { ProblemNotice } from '../../components/problem-notice.js';

/** Has the page fill the screen, or leave it; nothing where the browser cannot. */
export function FullScreen() {
  const { t } = useTranslation();
  const [full, setFull] = useState(document.fullscreenElement !== null);
  const [error, setError] = useState<unknown>();
  useEffect(() => {
    const follow = () => setFull(document.fullscreenElement !== null);
    document.addEventListener('fullscreenchange', follow);
    return () => document.removeEventListener('fullscreenchange', follow);
  }, []);
  if (!document.fullscreenEnabled) return null;
  const turn = () => {
    const turned = full ? document.exitFullscreen() : document.documentElement.requestFullscreen();
    turned.then(() => setError(undefined), setError);
  };
  return (
    <>
      <Button look="quiet" onPress={turn}>
        {t(full ? 'hall.leave-full' : 'hall.full')}
      </Button>
      <ProblemNotice error={error} />
    </>
  );
}
