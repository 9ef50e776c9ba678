import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from './button.js';

/** A text to be taken along, with a button that copies it. Where the browser does not allow that, it is selected. */
export function CopyText({ label, text }: { label: string; text: string }) {
  const { t } = useTranslation();
  const field = useRef<HTMLInputElement>(null);
  const [copied, setCopied] = useState<boolean>();
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text);
      setCopied(true);
    } catch {
      // Clipboards are for secure pages only; over plain HTTP the person presses Ctrl+C on the selected text.
      field.current?.select();
      setCopied(false);
    }
  };
  return (
    <div className="copy">
      <label className="field">
        <span>{label}</span>
        <input
          ref={field}
          className="input"
          readOnly
          value={text}
          onFocus={(event) => event.target.select()}
        />
      </label>
      <Button onPress={() => void copy()}>{t('copy.action')}</Button>
      <span role="status" className="soft small">
        {copied !== undefined && t(copied ? 'copy.done' : 'copy.by-hand')}
      </span>
    </div>
  );
}
