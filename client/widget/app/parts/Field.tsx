/** @jsxImportSource preact */
/** One question of a form: pills to choose from, a line, or a box. */
import { useApp } from '../context.ts';
import type { FormProblem } from '../screens/form-check.ts';
import type { LocalField } from '../words/local-inbox.ts';
import { Icon } from './Icon.tsx';

interface FieldProps {
  field: LocalField;
  value: string;
  problem: FormProblem | undefined;
  rows: number;
  limit: number;
  onChange(value: string): void;
}

const inputTypes = { name: 'text', text: 'text', email: 'email' } as const;
const completions = { name: 'name', text: 'off', email: 'email' } as const;

export function Field({ field, value, problem, rows, limit, onChange }: FieldProps) {
  const { words } = useApp();
  const id = `field-${field.key}`;
  const errorId = `${id}-error`;
  const error = problem && (
    <p class="field-error" id={errorId}>
      {words[problem]}
    </p>
  );
  const label = (
    <>
      <span dir="auto">{field.label}</span>
      {!field.required && <span class="optional"> {words.optional}</span>}
    </>
  );
  if (field.type === 'choice') {
    return (
      <fieldset class="field" aria-describedby={problem && errorId}>
        <legend class="field-label">{label}</legend>
        <div class="pills">
          {field.choices.map((choice, at) => (
            <label key={choice} class="pill">
              <input
                type="radio"
                id={at === 0 ? id : undefined}
                name={field.key}
                class="hidden"
                checked={value === choice}
                onChange={() => onChange(choice)}
              />
              {value === choice && <Icon name="check" size={16} />}
              <span dir="auto">{field.shown?.[at] ?? choice}</span>
            </label>
          ))}
        </div>
        {error}
      </fieldset>
    );
  }
  const shared = {
    id,
    class: 'input',
    value,
    dir: 'auto' as const,
    maxLength: limit,
    'aria-invalid': problem ? (true as const) : undefined,
    'aria-describedby': problem && errorId,
    'aria-required': field.required,
  };
  return (
    <div class="field">
      <label class="field-label" for={id}>
        {label}
      </label>
      {rows > 1 ? (
        <textarea {...shared} rows={rows} onInput={(event) => onChange(event.currentTarget.value)} />
      ) : (
        <input
          {...shared}
          type={inputTypes[field.type]}
          list={undefined}
          autoComplete={completions[field.type]}
          onInput={(event) => onChange(event.currentTarget.value)}
        />
      )}
      {error}
    </div>
  );
}
