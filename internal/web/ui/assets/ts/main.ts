// What every page gets. Each part finds its own marks in the page and does nothing where there are none;
// every page works without any of it.
import { again } from "./again";
import { clocks } from "./clocks";
import { commands } from "./commands";
import { complete } from "./complete";
import { drafts } from "./drafts";
import { files } from "./files";
import { keys } from "./keys";
import { menu } from "./menu";
import { once } from "./once";
import { part } from "./part";
import { questions } from "./questions";
import { suggest } from "./suggest";
import { theme } from "./theme";

theme();
once();
drafts();
clocks();
files();
keys();
commands();
menu();
part();
questions();
suggest();
again();
complete();
