/** Puts moments into words. Everybody in the playground lives by United Kingdom time, wherever the browser is. */

const ZONE = "Europe/London";

function parts(moment) {
  const format = new Intl.DateTimeFormat("en-GB", {
    timeZone: ZONE, weekday: "long", day: "numeric", month: "long", year: "numeric",
    hour: "2-digit", minute: "2-digit", second: "2-digit", hourCycle: "h23",
  });
  return Object.fromEntries(format.formatToParts(moment).map((part) => [part.type, part.value]));
}

/** The moment of a message's timestamp, such as "1757323200.000100". */
export function momentOf(ts) {
  return new Date(Number.parseFloat(ts) * 1000);
}

export function dayInWords(moment) {
  const { weekday, day, month, year } = parts(moment);
  return `${weekday} ${day} ${month} ${year}`;
}

export function timeInWords(moment) {
  const { hour, minute } = parts(moment);
  return `${hour}:${minute}`;
}

export function inWords(moment) {
  return `${dayInWords(moment)}, ${timeInWords(moment)}`;
}

function relativeDay(moment, now) {
  const dayNumber = (when) => {
    const { day, month, year } = parts(when);
    return Math.round(Date.parse(`${day} ${month} ${year} UTC`) / 86_400_000);
  };
  return { "-1": "yesterday", 0: "today", 1: "tomorrow" }[dayNumber(moment) - dayNumber(now)] ?? null;
}

function distance(moment, now) {
  const seconds = Math.round((moment - now) / 1000);
  const [unit, length] = [["day", 86_400], ["hour", 3_600], ["minute", 60], ["second", 1]].find(
    ([, unitSeconds]) => Math.abs(seconds) >= unitSeconds || unitSeconds === 1,
  );
  return new Intl.RelativeTimeFormat("en-GB", { numeric: "auto" }).format(Math.round(seconds / length), unit);
}

const TOKENS = {
  date_num: (when) => new Intl.DateTimeFormat("en-CA", { timeZone: ZONE }).format(when),
  date_slash: (when) => new Intl.DateTimeFormat("en-GB", { timeZone: ZONE }).format(when),
  date: (when) => { const { day, month, year } = parts(when); return `${day} ${month} ${year}`; },
  date_long: dayInWords,
  date_short: (when) => { const { day, month, year } = parts(when); return `${day} ${month.slice(0, 3)} ${year}`; },
  time: timeInWords,
  time_secs: (when) => `${timeInWords(when)}:${parts(when).second}`,
  ago: distance,
};

/** Fills in a date token's format, such as "{date_long} at {time}", or answers null when it asks for something unknown. */
export function fillDateFormat(format, seconds, now) {
  const when = new Date(Number(seconds) * 1000);
  if (Number.isNaN(when.getTime())) return null;
  let understood = true;
  const filled = format.replace(/\{(\w+)\}/g, (_whole, token) => {
    const pretty = /_pretty$/.test(token) ? relativeDay(when, now) : null;
    if (pretty) return pretty;
    const draw = TOKENS[token.replace(/_pretty$/, "").replace(/^day_divider$/, "date_long")];
    understood &&= Boolean(draw);
    return draw ? draw(when, now) : "";
  });
  return understood ? filled : null;
}
