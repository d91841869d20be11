// The behaviour of the pages: each part is one small module, found by its `data-` attribute; without it the page still works.
import "htmx.org";

import { start as dialogs } from "./dialogs.js";
import { start as drafts } from "./drafts.js";
import { start as editors } from "./editors.js";
import { start as focus } from "./focus.js";
import { start as menus } from "./menus.js";
import { start as palette } from "./palette.js";
import { start as requests } from "./requests.js";
import { start as tables } from "./tables.js";
import { start as toasts } from "./toasts.js";

const parts = [menus, dialogs, tables, toasts, palette, drafts, editors, focus];
for (const start of parts) start(document);
requests((root) => parts.forEach((start) => start(root)));
