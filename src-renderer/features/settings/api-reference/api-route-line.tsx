import { useState } from 'react';
import { RichText } from '../../../ui/rich-text.tsx';
import { CopyLine } from '../parts/copy-line.tsx';
import { type ApiDocument, type ApiField, type ApiRoute, defaultText, fieldsOf, typeText } from './api-document.ts';
import { apiReferenceTexts as texts } from './api-reference-texts.ts';
import classes from './api-screen.module.css';
import { curlOf } from './curl-of.ts';
import { fieldUnit } from './field-unit.ts';

interface RouteProps {
  readonly route: ApiRoute;
  readonly document: ApiDocument;
  /** The command line that asks for all miners; null while it is not known. */
  readonly minersLine: string | null;
}

/** One route, which can be opened. Its tables are made when it is open: a response has many fields. */
export function ApiRouteLine(props: RouteProps) {
  const { method, path, summary } = props.route;
  const [isOpen, setOpen] = useState(false);
  return (
    <li>
      <details onToggle={(event) => setOpen(event.currentTarget.open)}>
        <summary className={classes.summary}>
          <span className={classes.method}>{method}</span> <code>{path}</code>
          <span className={classes.quiet}>{summary}</span>
        </summary>
        {isOpen && <Explained {...props} />}
      </details>
    </li>
  );
}

function Explained({ route, document, minersLine }: RouteProps) {
  const parameters = route.parameters.map(({ name, required, description, schema }) => ({
    name,
    type: typeText(schema ?? {}, document),
    byDefault: defaultText(schema ?? {}),
    required: required === true,
    description: description ?? '',
  }));
  const examples = route.examples.length === 0 ? [{ name: null, value: undefined }] : route.examples;
  return (
    <div className={classes.explained}>
      <p>
        <RichText text={route.description} />
      </p>
      <Fields title={texts.parameters} fields={parameters} />
      <Fields title={texts.body} fields={fieldsOf(route.body, document)} />
      {minersLine !== null &&
        examples.map(({ name, value }) => (
          <div key={name} className={classes.example}>
            <h3 className={classes.part}>{texts.command(name)}</h3>
            <CopyLine text={curlOf(route, minersLine, value)} label={texts.copy} copied={texts.copied} />
          </div>
        ))}
      <Fields title={texts.response} fields={fieldsOf(route.response, document)} />
      {route.exampleResponse !== null && (
        <div className={classes.example}>
          <h3 className={classes.part}>{texts.exampleResponse}</h3>
          <pre className={classes.json}>{route.exampleResponse}</pre>
        </div>
      )}
    </div>
  );
}

function Fields({ title, fields }: { title: string; fields: readonly ApiField[] }) {
  if (fields.length === 0) return null;
  const { columns } = texts;
  return (
    <table className={classes.fields}>
      <caption className={classes.part}>{title}</caption>
      <thead>
        <tr>
          {[columns.name, columns.type, columns.unit, columns.about].map((column) => (
            <th key={column} scope="col">
              {column}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {fields.map(({ name, type, byDefault, required, description }, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: alternatives of a response may have a field of the same name
          <tr key={at}>
            <th scope="row">
              <code>{name}</code>
              {required && <span className={classes.quiet}> {texts.required}</span>}
            </th>
            <td>
              <code>{type}</code>
              {byDefault !== null && <span className={classes.quiet}> {texts.byDefault(byDefault)}</span>}
            </td>
            <td>{fieldUnit(name)}</td>
            <td>{description}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
