// The checklist as a page: answers and drafts wait in the browser's small store, photos beside them.

import { PhotoDesk } from "./photo_desk.js";
import { Queue, Shelf } from "./queue.js";
import { Sheet } from "./sheet.js";

for (const root of document.querySelectorAll("[data-sheet]:not([data-closed])")) {
  const { sheet, actor, submit, csrf } = root.dataset;
  const place = `td:${sheet}:${actor}:`;
  new Sheet(root, {
    drafts: new Shelf(`${place}draft:`),
    queue: (tell) => new Queue({ shelf: new Shelf(`${place}event:`), url: submit, token: csrf, tell }),
    photos: (sheet) => new PhotoDesk(sheet),
  }).start();
}
