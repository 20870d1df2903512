import { Button, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { RestStatus, Settings } from '../../../src-shared/model/index.ts';
import { callErrorMessage } from '../../api/call-error.ts';
import { usePowerHive } from '../../api/use-powerhive.ts';
import { useSaveSettings } from '../../api/use-settings.ts';
import { toastDone, toastFailure } from '../../ui/toast.tsx';
import { SettingSwitch } from './setting-switch.tsx';
import classes from './settings-form.module.css';

/** REST for other tools: its switch, its address, and what a tool needs to use it. */
export function RestChoice({ http }: { http: Settings['http'] }) {
  const { orpc } = usePowerHive();
  const status = useQuery(orpc.rest.status.queryOptions());
  const save = useSaveSettings();
  if (status.data === undefined) {
    return status.isError ? <p className={classes.wrong}>{callErrorMessage(status.error)}</p> : null;
  }
  const { always_on, url, trouble } = status.data;
  return (
    <div className={classes.form}>
      {always_on ? (
        <p className={classes.quiet}>Without a window it is always on: these screens come the same way.</p>
      ) : (
        <>
          <SettingSwitch
            label="Let other tools on this computer in"
            on={http.enabled}
            onChange={(on) => save.mutate({ http: { enabled: on } })}
          >
            {http.enabled && window.powerhive === undefined
              ? 'This page comes the same way: switched off, it ends.'
              : 'From this computer alone, and with the token.'}
          </SettingSwitch>
          <AddressForm key={http.addr} addr={http.addr} />
        </>
      )}
      <p className={trouble === null ? classes.quiet : classes.wrong} role="status">
        {url !== null ? `It listens at ${url}` : trouble !== null ? `It does not listen: ${trouble}` : 'It is off.'}
      </p>
      {url !== null && <HowToAsk status={status.data} />}
    </div>
  );
}

function AddressForm({ addr }: { addr: string }) {
  const [text, setText] = useState(addr);
  const save = useSaveSettings();
  return (
    <form
      className={classes.form}
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate({ http: { addr: text.trim() } });
      }}
    >
      <TextInput
        label="Address"
        description="On this computer, with a port: 127.0.0.1:8080, or :8080"
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
      />
      <Button type="submit" className={classes.save} disabled={text.trim() === addr} loading={save.isPending}>
        Save address
      </Button>
    </form>
  );
}

function HowToAsk({ status }: { status: RestStatus }) {
  const copy = async (): Promise<void> => {
    try {
      await navigator.clipboard.writeText(status.curl_line);
      toastDone('Copied the line');
    } catch {
      toastFailure('The line could not be copied', 'The clipboard is closed to this page: select the line instead.');
    }
  };
  return (
    <>
      <p className={classes.quiet}>
        The token is in <code>{status.token_file}</code>, which only you can read. A line to try it with:
      </p>
      <pre className={classes.line}>{status.curl_line}</pre>
      <Button className={classes.save} variant="default" onClick={() => void copy()}>
        Copy the line
      </Button>
    </>
  );
}
