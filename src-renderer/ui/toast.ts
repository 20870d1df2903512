import { notifications } from '@mantine/notifications';

const DISMISS = { 'aria-label': 'Dismiss' };

/** Something the operator asked for did not happen: what, and why. */
export function toastFailure(title: string, why: string): void {
  notifications.show({
    title,
    message: why,
    color: 'red',
    autoClose: 10_000,
    role: 'alert',
    closeButtonProps: DISMISS,
  });
}

/** Something the operator asked for is done, and the screen does not show it by itself. */
export function toastDone(title: string, message = ''): void {
  notifications.show({ title, message, autoClose: 4000, role: 'status', closeButtonProps: DISMISS });
}
