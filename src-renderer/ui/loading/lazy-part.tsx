import { Button } from '@mantine/core';
import { type ComponentType, useEffect, useState } from 'react';
import { FailureCallout } from '../feedback/callout.tsx';
import { toastFailure } from '../feedback/toast.tsx';
import { uiTexts } from '../ui-texts.ts';
import classes from './lazy-part.module.css';
import { reloadOnce, reloadWorked } from './reload-once.ts';
import { whenIdle } from './when-idle.ts';

const texts = uiTexts.lazyPart;

/** Loads the code of each part, in the order in which the parts were declared. */
const loads: (() => Promise<unknown>)[] = [];

/**
 * A part of the page whose code is in a file of its own, loaded when the part is first shown or by
 * `loadPartsWhenIdle`. Once loaded it is drawn at once. `isOverlay`: it has no place of its own in
 * the page, such as a dialog: nothing is shown while it is loading, and a failure is a toast.
 */
export function lazyPart<Props extends object>(
  load: () => Promise<ComponentType<Props>>,
  { isOverlay = false }: { isOverlay?: boolean } = {},
): (props: Props) => React.JSX.Element | null {
  let loaded: ComponentType<Props> | null = null;
  const part = `part ${loads.length}`;
  const loadOnce = async (): Promise<ComponentType<Props>> => {
    loaded ??= await load();
    reloadWorked(part);
    return loaded;
  };
  loads.push(loadOnce);
  return function Part(props) {
    const [Shown, setShown] = useState<ComponentType<Props> | null>(() => loaded);
    useEffect(() => {
      if (Shown !== null) return;
      loadOnce().then(
        (Loaded) => setShown(() => Loaded),
        () => {
          void reloadOnce(part);
          if (isOverlay) toastFailure(texts.failed, texts.why);
          setShown(() => (isOverlay ? Nothing : NotLoaded));
        },
      );
    }, [Shown]);
    if (Shown !== null) return <Shown {...props} />;
    return isOverlay ? null : <Waiting />;
  };
}

/**
 * Loads the parts one by one while the page has nothing else to do. One that cannot be loaded is
 * left until it is shown. Returns a function that ends it.
 */
export function loadPartsWhenIdle(): () => void {
  const left = [...loads];
  let forget = (): void => undefined;
  const next = (): void => {
    forget = whenIdle(async () => {
      const load = left.shift();
      if (load === undefined) return;
      await load().catch(() => undefined);
      next();
    });
  };
  next();
  return () => {
    left.length = 0;
    forget();
  };
}

/** Its words appear only if it lasts: otherwise they would flash. */
function Waiting() {
  return (
    <p role="status" className={classes.waiting}>
      {texts.loading}
    </p>
  );
}

function NotLoaded() {
  return (
    <FailureCallout
      title={texts.failed}
      why={texts.why}
      action={
        <Button variant="default" onClick={() => window.location.reload()}>
          {texts.reload}
        </Button>
      }
    />
  );
}

function Nothing() {
  return null;
}
