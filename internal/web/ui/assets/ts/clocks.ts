// Clocks that count down: <time data-due="instant">. Only their text changes; figures are tabular and the space is kept, so
// nothing beside them moves. The words are the server's, given once on <html data-clock>.
interface Words {
  moment: string;
  min: string;
  hour: string;
  hourMin: string;
  day: string;
  days: string;
  over: string;
}

const minute = 60_000;
// Beyond this the server's own words ("Mon 5 p.m.") say more than a number of hours would.
const near = 24 * 60;

export function clocks(): void {
  const words = read();
  if (!words) return;
  const skew = Date.parse(document.documentElement.dataset.now ?? "") - Date.now() || 0;
  const tick = () => {
    if (document.hidden) return;
    const now = Date.now() + skew;
    for (const mark of document.querySelectorAll<HTMLTimeElement>("time[data-due]")) show(mark, now, words);
  };
  tick();
  setInterval(tick, 10_000);
  document.addEventListener("visibilitychange", tick);
  for (const swapped of ["part", "again"]) document.addEventListener(swapped, tick);
}

function show(mark: HTMLTimeElement, now: number, words: Words): void {
  const left = Date.parse(mark.dataset.due ?? "") - now;
  if (Number.isNaN(left) || Math.abs(left) >= near * minute && left > 0) return;
  const text = left < 0 ? words.over.replace("{span}", span(-left, words)) : span(left, words);
  if (mark.textContent !== text) mark.textContent = text;
  const chip = mark.closest(".chip");
  if (chip && left < 0 && !chip.classList.contains("late")) {
    chip.classList.remove("soon");
    chip.classList.add("late");
  }
}

/** span says a time as wording.Span does on the server: whole minutes begun count down, "1 h 05". */
export function span(ms: number, words: Words): string {
  const all = Math.floor(ms / minute);
  if (all < 1) return words.moment;
  if (all < 60) return words.min.replace("{n}", String(all));
  const hours = Math.floor(all / 60);
  const rest = all % 60;
  if (hours < 24) {
    if (rest === 0) return words.hour.replace("{n}", String(hours));
    return words.hourMin.replace("{n}", String(hours)).replace("{mm}", String(rest).padStart(2, "0"));
  }
  const days = Math.floor(hours / 24);
  return (days === 1 ? words.day : words.days).replace("{n}", String(days));
}

function read(): Words | undefined {
  try {
    return JSON.parse(document.documentElement.dataset.clock ?? "");
  } catch {
    return undefined;
  }
}
