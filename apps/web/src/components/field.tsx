import type { ReactNode } from 'react';
import { FieldError } from 'react-aria-components/FieldError';
import { Input } from 'react-aria-components/Input';
import { Label } from 'react-aria-components/Label';
import { Text } from 'react-aria-components/Text';
import { TextField, type TextFieldProps } from 'react-aria-components/TextField';
import { useTranslation } from 'react-i18next';

interface Props extends Omit<TextFieldProps, 'className' | 'children'> {
  label: ReactNode;
  description?: ReactNode;
}

/**
 * A line of text to fill in, with its label, what to know about it, and what is wrong with it. The last two share one place
 * (see controls.css), so that nothing moves under the pointer when an error goes.
 */
export function Field({ label, description, ...props }: Props) {
  const { t } = useTranslation();
  return (
    <TextField {...props} className="field">
      <Label>{label}</Label>
      <Input className="input" />
      {description !== undefined && (
        <Text slot="description" className="field-description">
          {description}
        </Text>
      )}
      <FieldError className="field-error">
        {({ validationDetails, validationErrors }) =>
          validationDetails.valueMissing
            ? t('field.required')
            : validationDetails.tooShort
              ? t('field.too-short', { count: props.minLength ?? 0 })
              : validationErrors.join(' ')
        }
      </FieldError>
    </TextField>
  );
}
