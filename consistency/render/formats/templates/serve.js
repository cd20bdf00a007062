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

  // The report shown, or one that differs from it by what was decided here alone.
  let shown = Number(root.dataset.version);

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
      const before = remembered("consistency-by");
      remembered("consistency-by", by);
      // Who decides is asked once: the other forms take it over, unless something else stands there.
      for (const other of document.querySelectorAll("form.deciding")) {
        if (["", before].includes(other.elements.by.value.trim())) other.elements.by.value = by;
      }
      const verdict = event.submitter ? event.submitter.value : "accept";
      if (verdict === "defer" && !form.elements.until.value) {
        told.textContent = "To defer, choose the day on which the finding counts again.";
        form.elements.until.focus();
        return;
      }
      told.textContent = "Saving";
      try {
        const answer = await fetch("/decide", {
          method: "POST",
          headers: { "Content-Type": "application/json", "X-Consistency-Token": token },
          body: JSON.stringify({
            fingerprint: card.dataset.fingerprint,
            verdict,
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
        for (const row of document.querySelectorAll(`tr[data-for="${card.id}"]`)) {
          row.classList.add("settled");
          const mark = row.querySelector(".state") || row.querySelector(".kind .v").appendChild(make("span", "", { class: "state" }));
          mark.textContent = data.words;
        }
        told.textContent = data.decision;
        form.elements.reason.value = "";
        shown = Math.max(shown, data.version);
      } catch {
        told.textContent = "The server does not answer: nothing was saved.";
      }
    });
    card.append(form);
  }

  // ---- keeping up
  const look = async () => {
    try {
      const now = await (await fetch("/status")).json();
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
