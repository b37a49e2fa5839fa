// What every page gets. Each part finds its own marks in the page and does nothing where there are none;
// every page works without any of it.
import { again } from "./again";
import { clocks } from "./clocks";
import { commands } from "./commands";
import { complete } from "./complete";
import { compose } from "./compose";
import { dates } from "./dates";
import { drafts } from "./drafts";
import { files } from "./files";
import { focus } from "./focus";
import { keys } from "./keys";
import { menu } from "./menu";
import { once } from "./once";
import { part } from "./part";
import { questions } from "./questions";
import { push } from "./push";
import { suggest } from "./suggest";
import { theme } from "./theme";

theme();
drafts(); // keeps at home what cannot be sent, before it counts as sent
once();
compose(); // puts an article into the open reply, before its link is followed
clocks();
dates();
files();
focus();
keys();
commands();
menu();
part();
questions();
suggest();
push();
again();
complete();
