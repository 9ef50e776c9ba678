import type { ReactNode } from 'react';
import { Input } from 'react-aria-components/Input';
import { Label } from 'react-aria-components/Label';
import { Text } from 'react-aria-components/Text';
import { FieldError } from 'react-aria-components/FieldError';
import { TextField, type TextFieldProps } from 'react-aria-components/TextField';

interface Props extends Omit<TextFieldProps, 'className' | 'children'> {
  label: ReactNode;
  description?: ReactNode;
  placeholder?: string;
}

/** A line of text to fill in, with its label, what to know about it, and what is wrong with it. */
export function Field({ label, description, placeholder, ...props }: Props) {
  return (
    <TextField {...props} className="field">
      <Label>{label}</Label>
      <Input className="input" placeholder={placeholder} />
      {description !== undefined && (
        <Text slot="description" className="field-description">
          {description}
        </Text>
      )}
      <FieldError className="field-error" />
    </TextField>
  );
}
