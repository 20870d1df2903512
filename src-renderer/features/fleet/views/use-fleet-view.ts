import { useEffect, useState } from 'react';
import { toastDone } from '../../../ui/feedback/toast.tsx';
import { fleetTexts } from '../fleet-texts.ts';
import type { FleetLayout } from '../table/columns/fleet-layout.ts';
import {
  addView,
  changeLayout,
  changeView,
  deleteView,
  type FleetView,
  layoutOf,
  ownViewOf,
  type SavedViews,
  shownView,
} from './saved-views.ts';
import { changeSavedViews, useSavedViews } from './use-saved-views.ts';
import { wantedView } from './wanted-view.ts';

/** The shown view, its layout, and actions on views. `onText` is called with a new query. */
export interface FleetViewState {
  readonly views: SavedViews;
  readonly shown: FleetView;
  readonly layout: FleetLayout;
  setLayout(layout: FleetLayout): void;
  choose(view: FleetView): void;
  add(name: string): void;
  rename(id: string, name: string): void;
  keepText(id: string): void;
  remove(id: string): void;
}

export function useFleetView(text: string, onText: (text: string) => void): FleetViewState {
  const views = useSavedViews();
  const [chosenId, setChosenId] = useState(() => ownViewOf(views, text, wantedView.get().id));
  useEffect(() => wantedView.subscribe(() => setChosenId(wantedView.get().id)), []);
  const shown = shownView(views, chosenId, text);
  const layout = layoutOf(views, shown.id);
  return {
    views,
    shown,
    layout,
    setLayout: (next) => changeSavedViews((before) => changeLayout(before, shown.id, next)),
    choose(view) {
      setChosenId(view.id);
      onText(view.text);
    },
    add(name) {
      const id = crypto.randomUUID();
      changeSavedViews((before) => addView(before, { id, name, text, layout }));
      setChosenId(id);
    },
    rename: (id, name) => changeSavedViews((before) => changeView(before, id, { name: name.trim() })),
    keepText: (id) => changeSavedViews((before) => changeView(before, id, { text })),
    remove(id) {
      const gone = views.own.find((view) => view.id === id);
      changeSavedViews((before) => deleteView(before, id));
      setChosenId(null);
      if (gone === undefined) return;
      toastDone(fleetTexts.views.deleted(gone.name), '', {
        label: fleetTexts.views.undo,
        run: () =>
          changeSavedViews((before) => (before.own.some((view) => view.id === id) ? before : addView(before, gone))),
      });
    },
  };
}
