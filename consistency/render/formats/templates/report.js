"use strict";
// Filters, search, keys and copying. Nothing of a document is ever read as markup here: text is compared and set as text alone.
(() => {
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];
  const one = (selector, root = document) => root.querySelector(selector);
  const form = one("#filters");
  const help = one("#help");
  const shownLine = one("#shown");
  const isIndex = Boolean(one("[data-index]"));
  const items = all(isIndex ? "[data-index] li[data-item]" : "article.finding");
  const boxes = all("[data-box]");
  const controls = form ? [...form.elements].filter((control) => control.name) : [];
  const fields = ["severity", "kind", "check", "state", "source", "event"];
  const texts = new WeakMap();
  let current = null;
  let told = "";

  const fold = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
  const textOf = (element) => {
    if (!texts.has(element)) texts.set(element, fold(element.textContent));
    return texts.get(element);
  };
  const holds = (element, words) => words.every((word) => textOf(element).includes(word));
  const has = (element, name, value) => !value || (element.dataset[name] || "").split(" ").includes(value);

  // ---- filtering

  const chosen = () => Object.fromEntries(controls.map((control) => [control.name, control.value.trim()]));

  const apply = () => {
    if (!form) return;
    const want = chosen();
    const words = fold(want.q || "").split(/\s+/).filter(Boolean);
    const active = words.length > 0 || fields.some((name) => want[name]);
    const ofFindings = ["severity", "kind", "check", "state"].some((name) => want[name]);
    let count = 0;
    for (const item of items) {
      const fits = fields.every((name) => (name === "source" && isIndex) || has(item, name, want[name])) && holds(item, words);
      item.hidden = !fits;
      count += fits;
    }
    for (const row of all("[data-row]")) row.hidden = words.length > 0 && !holds(row, words);
    let events = 0;
    for (const box of boxes) {
      const own = items.some((item) => !item.hidden && box.contains(item));
      const rows = all("[data-row]", box);
      const fits = !ofFindings && has(box, "source", want.source) && (!want.event || want.event === box.id) && holds(box, words);
      box.hidden = active && !own && !fits;
      events += !box.hidden;
      // Where the words stand in a heading or a finding alone, the table is not emptied: it says what surrounds them.
      if (rows.length && rows.every((row) => row.hidden)) for (const row of rows) row.hidden = false;
    }
    for (const section of all("[data-section]")) {
      const inside = all("article.finding, [data-box], [data-row]", section);
      section.hidden = active && !inside.some((part) => !part.hidden && (!part.matches("[data-row]") || (words.length && !ofFindings)));
    }
    for (const row of all("tr[data-for]")) row.hidden = Boolean(document.getElementById(row.dataset.for)?.hidden);
    for (const table of all("table.disputes")) table.hidden = all("tr[data-for]", table).every((row) => row.hidden);
    for (const fold of all("details.cards, details.less-sure, details.notes, details.quiet-events")) {
      fold.hidden = active && !all("article.finding, [data-box]", fold).some((part) => !part.hidden);
      if (!fold.hidden && (words.length || (ofFindings && fold.matches(".less-sure")))) fold.open = true;
    }
    for (const story of all(".story")) story.hidden = !all("li[data-item]", story).some((item) => !item.hidden);
    if (current?.hidden) unset();
    one("#filter-reset").disabled = !active;
    document.documentElement.classList.toggle("filtered", active);
    const plural = (number, word) => `${number.toLocaleString("en")} ${word}${number === 1 ? "" : "s"}`;
    told = !active
      ? ""
      : isIndex
        ? `${plural(count, "event")} of ${items.length.toLocaleString("en")} shown`
        : `${count.toLocaleString("en")} of ${plural(items.length, "finding")} shown, ${events.toLocaleString("en")} of ${plural(boxes.length, "event")}`;
    say();
    sort(want.sort);
  };

  const say = (message) => {
    shownLine.textContent = message || told;
    shownLine.hidden = !shownLine.textContent;
    if (message) setTimeout(say, 2500);
  };

  // ---- order of the index

  const homes = new Map(isIndex ? items.map((item) => [item, item.parentElement]) : []);
  const sort = (by) => {
    const flat = one("#sorted");
    if (!flat) return;
    const number = (item, name) => Number(item.dataset[name]);
    const orders = {
      findings: (a, b) => number(b, "findings") - number(a, "findings"),
      sources: (a, b) => number(b, "sources") - number(a, "sources"),
      newest: (a, b) => (b.dataset.date || "").localeCompare(a.dataset.date || ""),
      oldest: (a, b) => (a.dataset.date || "9999").localeCompare(b.dataset.date || "9999"),
    };
    if (orders[by]) flat.append(...[...items].sort(orders[by]));
    else if (flat.children.length) for (const item of items) homes.get(item).append(item);
    flat.hidden = !orders[by];
    for (const story of all(".story")) story.hidden = Boolean(orders[by]) || !all("li[data-item]", story).some((item) => !item.hidden);
  };

  // ---- the state in the address

  const address = () => {
    const query = new URLSearchParams(Object.entries(chosen()).filter(([, value]) => value));
    return (String(query) ? `?${query}` : location.pathname) + location.hash;
  };
  const keep = (replaced) => {
    try {
      history[replaced ? "replaceState" : "pushState"](null, "", address());
    } catch {
      // A browser that lets no file change its own address still filters.
    }
  };
  const restore = () => {
    const query = new URLSearchParams(location.search);
    for (const control of controls) {
      const value = query.get(control.name) || "";
      control.value = value;
      if (control.value !== value) control.value = "";
    }
    apply();
  };
  const clear = () => {
    for (const control of controls) control.value = "";
    apply();
    keep();
  };

  // ---- going to a finding

  const unset = () => {
    current?.classList.remove("current");
    current = null;
  };
  const open = (element) => {
    for (let outer = element; outer; outer = outer.parentElement) {
      if (outer.tagName === "DETAILS") outer.open = true;
    }
  };
  const go = (item) => {
    if (!item) return;
    unset();
    current = item;
    open(item);
    item.classList.add("current");
    item.focus({ preventScroll: true });
    item.scrollIntoView({ block: item.offsetHeight > innerHeight * 0.8 ? "start" : "nearest" });
  };
  const step = (by) => {
    const list = items.filter((item) => !item.hidden).sort((a, b) => (a.compareDocumentPosition(b) & 4 ? -1 : 1));
    if (!list.length) return;
    let at = list.indexOf(current);
    if (at < 0) {
      // From where the reader is: the first finding below the top of the window, or the last above it.
      const below = list.findIndex((item) => item.getClientRects().length && item.getBoundingClientRect().top > 8);
      at = (below < 0 ? list.length : below) - (by > 0 ? 1 : 0);
    }
    go(list[Math.min(Math.max(at + by, 0), list.length - 1)]);
  };
  const target = () => {
    let id = location.hash.slice(1);
    try {
      id = decodeURIComponent(id);
    } catch {
      return;
    }
    const found = id && document.getElementById(id);
    if (!found) return;
    if (found.closest("[hidden]")) clear();
    open(found);
    if (items.includes(found)) {
      unset();
      current = found;
      found.classList.add("current");
    }
    found.scrollIntoView({ block: "start" });
  };

  // ---- copying

  const copy = async (item, text, said) => {
    if (!text) return;
    try {
      await navigator.clipboard.writeText(text);
    } catch {
      const area = document.createElement("textarea");
      area.value = text;
      area.className = "visually-hidden";
      document.body.append(area);
      area.select();
      document.execCommand("copy");
      area.remove();
      item.focus({ preventScroll: true });
    }
    say(said);
  };
  const cite = (item) => copy(item, item?.dataset.citation, "Copied as a Markdown citation");
  // With nobody to decide for it, the page hands over the command that does.
  const folder = one("#main")?.dataset.folder;
  const command = (item, verdict) => `consistency decide ${item.dataset.fingerprint}${folder ? ` ${folder}` : ""} --${verdict}${verdict === "defer" ? " --until YYYY-MM-DD" : ""} --reason "..."`;
  const button = (words, act) => {
    const made = document.createElement("button");
    made.type = "button";
    made.className = "copy";
    made.textContent = words;
    made.addEventListener("click", act);
    return made;
  };
  if (!isIndex) {
    for (const item of items) {
      const trace = one(".trace", item);
      trace.append(button("Copy citation", () => cite(item)));
      if (document.documentElement.dataset.served) continue;
      for (const [verdict, word] of [["accept", "Accept"], ["reject", "Reject"], ["defer", "Defer"]]) {
        trace.append(button(word, () => copy(item, command(item, verdict), `Copied: the command that does it. Put your reason between the quotes.`)));
      }
    }
  }

  // ---- keys

  const keys = {
    j: () => step(1),
    k: () => step(-1),
    c: () => current && cite(current),
    o: () => current && one(isIndex ? "a" : ".side a.path", current)?.click(),
    "/": () => form && (one("#filter-q").scrollIntoView({ block: "nearest" }), one("#filter-q").focus(), one("#filter-q").select()),
    "?": () => help.showModal(),
    Escape: () => (current ? unset() : form && !one("#filter-reset").disabled && clear()),
  };
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || help.open) return;
    const typing = event.target.closest("input, select, textarea");
    if (typing) {
      if (event.key === "Escape" && typing.id === "filter-q") {
        event.preventDefault();
        typing.blur();
      }
      return;
    }
    const key = event.key === "Enter" && event.target === current ? "o" : event.key;
    if (!Object.hasOwn(keys, key)) return;
    event.preventDefault();
    keys[key]();
  });
  document.addEventListener("focusin", (event) => {
    const item = items.find((candidate) => candidate.contains(event.target));
    if (item && item !== current) {
      unset();
      current = item;
      item.classList.add("current");
    }
  });

  // ---- start

  addEventListener("hashchange", target);
  if (form) {
    form.hidden = false;
    form.addEventListener("submit", (event) => event.preventDefault());
    form.addEventListener("reset", (event) => (event.preventDefault(), clear()));
    form.addEventListener("input", (event) => {
      apply();
      // Each menu is a step that "back" takes back; the letters of a search are not.
      keep(event.target.name === "q");
    });
    const more = one("#more");
    const unfold = (shown) => {
      form.classList.toggle("open", shown);
      more.setAttribute("aria-expanded", String(shown));
    };
    more.addEventListener("click", () => unfold(!form.classList.contains("open")));
    one("#keys").addEventListener("click", () => help.showModal());
    addEventListener("popstate", restore);
    restore();
    unfold(isIndex || controls.some((control) => control.name !== "q" && control.value));
  }
  if (location.hash) target();
})();
