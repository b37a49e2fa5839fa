// What pages that change by themselves get on top: htmx, and its reader of server-sent "look again".
import htmx from "htmx.org";

(window as unknown as { htmx: typeof htmx }).htmx = htmx;
// The extension registers itself on the global name, so it is loaded after it.
require("htmx-ext-sse");
