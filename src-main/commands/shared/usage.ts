/**
 * The usage line of each command, for the help and for usage errors. In a separate file, so that
 * the help loads no command.
 */
export const USAGE = {
  scan: 'scan TARGET... [--timeout-ms N] [--probe-timeout-ms N] [--concurrency N] [--force] [--json]',
  rescan: 'rescan [TARGET...] [--force] [--data DIR] [--json]',
  miners: 'miners [QUERY] [--data DIR] [--json]',
  models: 'models [--data DIR] [--json]',
  status: 'status [--data DIR] [--json]',
  remove: 'remove MINER [--history keep|drop] [--yes] [--data DIR] [--json]',
  replace: 'replace OLD NEW | --undo MAC [--yes] [--data DIR] [--json]',
  do: 'do ACTION QUERY [--set key=value ...] [--for DURATION | --until TIME] [--dry-run] [--allow-untuned] [--yes] [--data DIR] [--json]',
  'pause-end': 'pause-end [JOB] [--for DURATION | --until TIME | --none] [--data DIR] [--json]',
  incidents: 'incidents [QUERY] [--state open|acknowledged|snoozed|resolved] [--data DIR] [--json]',
  day: 'day [today|yesterday|YYYY-MM-DD] [--data DIR] [--json]',
  pools: 'pools [mine | not-mine | reset HOST [ACCOUNT]] [--data DIR] [--json]',
  passwords: 'passwords [add [--file FILE] | remove ID] [--data DIR] [--json]',
  alert: 'alert test CHANNEL [--data DIR] [--json]',
  start: 'start [--headless] [--data DIR] [--port P]',
  serve: 'serve [--data DIR] [--config FILE] [--port P]',
  demo: 'demo [--headless] [--miners N] [--port P] [--data DIR] [--seed N] [--faults SPEC] [--time-scale X]',
  sim: 'sim --listen RANGE [--help]',
  export:
    'export --out FILE|- [--overwrite] [--what statuses|chips] [--from T] [--to T] [--format csv|parquet] [--separator comma|semicolon|tab] [--no-mark] [--data DIR] [--json]',
  import: 'import FILE|- [--dry-run] [--yes] [--data DIR] [--json]',
  backup: 'backup [--data DIR] [--json]',
  restore: 'restore [FILE | --empty] [--without-secrets] [--data DIR] [--json]',
  'import-legacy': 'import-legacy FILE [--data DIR] [--json]',
} as const;
