"use strict";
// Deciding on the page of `consistency serve`. What is sent goes to the server that the page came from, and nowhere else.
(() => {
  const root = document.documentElement;
  const token = root.dataset.served;
  const make = (name, words, attributes = {}) => {
    const made = document.createElement(name);
    if (words) made.textContent = words;
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
    return made;
  };
  const remembered = (name, value) => {
    try {
      if (value !== undefined) localStorage.setItem(name, value);
      return localStorage.getItem(name) || "";
    } catch {
      return "";
    }
  };
  const bar = make("p", "", { class: "served", role: "status" });
  document.querySelector("main").prepend(bar);

  // ---- deciding

  const verdicts = [["accept", "Accept", "a real difference, and known"], ["reject", "Reject", "a false alarm"], ["defer", "Defer", "look at it by a day"]];
  let number = 0;
  for (const card of document.querySelectorAll("article.finding")) {
    const form = make("form", "", { class: "deciding" });
    const id = `decide-${++number}`;
    const field = (name, words, attributes = {}) => {
      const line = make("p", "", { class: "field" });
      line.append(make("label", words, { for: `${id}-${name}` }), make("input", "", { id: `${id}-${name}`, name, autocomplete: "off", ...attributes }));
      return line;
    };
    const buttons = make("p", "", { class: "verdicts" });
    for (const [verdict, words, meaning] of verdicts) buttons.append(make("button", words, { type: "submit", value: verdict, title: meaning }), " ");
    const told = make("p", "", { class: "told", role: "status" });
    form.append(field("reason", "Why", { required: "" }), field("by", "Who", { required: "" }), field("until", "Until (needed to defer)", { type: "date" }), buttons, told);
    form.elements.by.value = remembered("consistency-by");
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      const by = form.elements.by.value.trim();
      remembered("consistency-by", by);
      told.textContent = "Saving";
      try {
        const answer = await fetch("/decide", {
          method: "POST",
          headers: { "Content-Type": "application/json", "X-Consistency-Token": token },
          body: JSON.stringify({
            fingerprint: card.dataset.fingerprint,
            verdict: event.submitter ? event.submitter.value : "accept",
            reason: form.elements.reason.value,
            by,
            until: form.elements.until.value,
            seen: card.dataset.decision || "",
          }),
        });
        const data = await answer.json();
        if ("decision" in data) card.dataset.decision = data.decision;
        if (!answer.ok) {
          told.textContent = data.error;
          return;
        }
        card.dataset.state = data.state;
        told.textContent = data.decision;
        form.elements.reason.value = "";
        settled = -1;
      } catch {
        told.textContent = "The server does not answer: nothing was saved.";
      }
    });
    card.append(form);
  }

  // ---- keeping up

  let shown = Number(root.dataset.version);
  let settled = 0;
  const look = async () => {
    try {
      const now = await (await fetch("/status")).json();
      // A new report that only holds what was decided here is no news.
      if (settled < 0) [shown, settled] = [now.version, 0];
      if (shown < 0) shown = now.version;
      bar.textContent = now.error || (now.stage ? `Comparing anew: ${now.stage}${now.total ? ` ${now.done} of ${now.total}` : ""}` : "");
      if (!now.stage && now.version > shown) {
        const again = make("button", "Show it", { type: "button" });
        again.addEventListener("click", () => location.reload());
        bar.replaceChildren("Something has changed: there is a new report. ", again);
      }
    } catch {
      bar.textContent = "The server does not answer.";
    }
    setTimeout(look, 1500);
  };
  look();
})();
