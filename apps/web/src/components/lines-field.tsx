import type { ReactNode } from 'react';
import { FieldError } from 'react-aria-components/FieldError';
import { Label } from 'react-aria-components/Label';
import { Text } from 'react-aria-components/Text';
import { TextArea } from 'react-aria-components/TextArea';
import { TextField, type TextFieldProps } from 'react-aria-components/TextField';
import { useTranslation } from 'react-i18next';

interface Props extends Omit<TextFieldProps, 'className' | 'children'> {
  label: ReactNode;
  description?: ReactNode;
  /** How many lines are in sight. */
  rows?: number;
}

/** Several lines of text to fill in; for the rest as a `Field`. */
export function LinesField({ label, description, rows = 4, ...props }: Props) {
  const { t } = useTranslation();
  return (
    <TextField {...props} className="field">
      <Label>{label}</Label>
      <TextArea className="input input-lines" rows={rows} />
      {description !== undefined && (
        <Text slot="description" className="field-description">
          {description}
        </Text>
      )}
      <FieldError className="field-error">
        {({ validationDetails, validationErrors }) =>
          validationDetails.valueMissing ? t('field.required') : validationErrors.join(' ')
        }
      </FieldError>
    </TextField>
  );
}
