import { Button as AriaButton, type ButtonProps } from 'react-aria-components/Button';

interface Props extends Omit<ButtonProps, 'className'> {
  /** How much it stands out; `danger` is for what cannot be undone. */
  look?: 'main' | 'plain' | 'quiet' | 'danger';
}

/** A button of the console. While pending it keeps its focus and tells that it is at work. */
export function Button({ look = 'plain', ...props }: Props) {
  return <AriaButton {...props} className={`button button-${look}`} />;
}
