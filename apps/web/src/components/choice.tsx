import { useId, type ReactNode } from 'react';

interface Props<T extends string> {
  label: ReactNode;
  /** What can be chosen, and how it is called. */
  options: readonly { value: T; name: string }[];
  value: T;
  choose: (value: T) => void;
}

/** One of a few, in the browser's own list. */
export function Choice<T extends string>({ label, options, value, choose }: Props<T>) {
  const id = useId();
  return (
    <span className="field choice">
      <label htmlFor={id}>{label}</label>
      <select
        id={id}
        className="input"
        value={value}
        onChange={(event) => {
          const chosen = options.find((option) => option.value === event.target.value);
          if (chosen) choose(chosen.value);
        }}
      >
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.name}
          </option>
        ))}
      </select>
    </span>
  );
}
