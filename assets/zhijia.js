// What script adds to pages that work without it. No dependency, no inline code, nothing stored beyond this tab
// except the theme.
(() => {
  "use strict";
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];
  const on = (type, selector, act) =>
    document.addEventListener(type, (event) => {
      const hit = event.target.closest?.(selector);
      if (hit) act(hit, event);
    });
  const stored = (store, name, value) => {
    try {
      if (value === undefined) return store.getItem(name);
      if (value === null) store.removeItem(name);
      else store.setItem(name, value);
    } catch { /* storage is closed: go on without it */ }
    return null;
  };

  // --- one press, one act -------------------------------------------------------------------------------------
  on("submit", "form[method=post]", (form, event) => {
    if (event.defaultPrevented) return;
    if (form.dataset.sent) {
      event.preventDefault();
      return;
    }
    form.dataset.sent = "1";
    // after the browser has read which button was pressed
    setTimeout(() => all("button:not([type=button])", form).forEach((b) => b.setAttribute("aria-busy", "true")));
    // an answer that is a file leaves the page standing
    setTimeout(() => rest(form), 10000);
  });
  const rest = (form) => {
    delete form.dataset.sent;
    all("[aria-busy]", form).forEach((b) => b.removeAttribute("aria-busy"));
  };
  const wake = (root) => all("form[data-sent]", root).forEach(rest);
  addEventListener("pageshow", () => wake(document));
  document.addEventListener("htmx:after:request", () => wake(document));

  // --- amounts in capital numerals ----------------------------------------------------------------------------
  const DIGITS = "零壹贰叁肆伍陆柒捌玖";
  const group = (four) => {
    let out = "";
    let gap = false;
    [..."仟佰拾"].concat("").forEach((unit, at) => {
      const digit = Number(four[at]);
      if (digit === 0) gap = out !== "";
      else {
        out += (gap ? "零" : "") + DIGITS[digit] + unit;
        gap = false;
      }
    });
    return out;
  };
  const capitals = (text) => {
    const plain = text.trim().replace(/^[￥¥]/, "").replace(/元$/, "").replace(/[,，\s]/g, "");
    const match = /^(-?)(\d{1,16})(?:\.(\d{0,2}))?$/.exec(plain);
    if (!match) return "";
    const whole = match[2].replace(/^0+/, "");
    const [jiao, fen] = (match[3] ?? "").padEnd(2, "0");
    const digits = whole.padStart(16, "0");
    const parts = [0, 4, 8, 12].map((from) => digits.slice(from, from + 4));
    let yuan = "";
    let gap = false;
    parts.forEach((four, at) => {
      const high = yuan !== "";
      if (Number(four) === 0) {
        gap = gap || high;
        if (at === 1 && high) yuan += "亿";
        return;
      }
      if (high && (gap || four[0] === "0")) yuan += "零";
      yuan += group(four.padStart(4, "0")) + ["万", "亿", "万", ""][at];
      gap = false;
    });
    let out = yuan ? `${yuan}元` : "";
    if (jiao !== "0") out += DIGITS[jiao] + "角";
    if (fen !== "0") out += (jiao === "0" && yuan ? "零" : "") + DIGITS[fen] + "分";
    if (!out) return "人民币零元整";
    return `人民币${match[1] ? "负" : ""}${out}${fen === "0" ? "整" : ""}`;
  };
  on("input", "[data-money]", (input) => {
    const echo = document.getElementById(`${input.id}-echo`);
    if (echo) echo.textContent = capitals(input.value);
  });

  // --- a day for a time that is written in words ------------------------------------------------------------------
  on("click", "[data-pick]", (button) => {
    const text = button.parentElement.querySelector("input");
    const day = document.createElement("input");
    day.type = "date";
    day.className = "away";
    day.tabIndex = -1;
    if (/^\d{4}-\d{2}-\d{2}$/.test(text.value)) day.value = text.value;
    button.after(day);
    const end = () => {
      if (!day.isConnected) return;
      day.remove();
      text.focus();
    };
    day.addEventListener("change", () => {
      text.value = day.value;
      text.dispatchEvent(new Event("input", { bubbles: true }));
      end();
    });
    day.addEventListener("blur", end);
    day.focus();
    try { day.showPicker(); } catch { end(); }
  });

  // --- drafts: what is typed stays in this tab until the form is accepted --------------------------------------
  const who = document.body.dataset.who ?? "";
  const nameOf = (form) => `draft:${who}:${form.dataset.draft}`;
  const kept = (form) =>
    all("input, select, textarea", form).filter((c) => c.name && !/^(hidden|password|file|submit)$/.test(c.type));
  const read = (form) =>
    kept(form).map((c) => [c.name, /^(checkbox|radio)$/.test(c.type) ? (c.checked ? c.value : null) : c.value]);
  const write = (form, values) => {
    // by name: the form may ask for other things than when it was typed
    const left = new Map();
    values.forEach(([name, value]) => left.set(name, [...(left.get(name) ?? []), value]));
    let changed = false;
    kept(form).forEach((control) => {
      if (!left.get(control.name)?.length) return;
      const value = left.get(control.name).shift();
      if (/^(checkbox|radio)$/.test(control.type)) {
        const ticked = value === control.value;
        changed ||= control.checked !== ticked;
        control.checked = ticked;
      } else if (control.value !== value) {
        control.value = value ?? "";
        changed = true;
        control.dispatchEvent(new Event("input", { bubbles: true }));
      }
    });
    return changed;
  };
  // the way back to the form as the server gave it
  const discard = (form, name, note) => {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "button quiet";
    button.textContent = form.dataset.discard ?? "";
    button.addEventListener("click", () => {
      form.reset();
      kept(form).forEach((control) => control.dispatchEvent(new Event("input", { bubbles: true })));
      stored(sessionStorage, name, null);
      note.remove();
      kept(form)[0]?.focus();
    });
    return button;
  };
  const drafts = (root) =>
    all("form[data-draft]", root).forEach((form) => {
      const name = nameOf(form);
      const text = stored(sessionStorage, name);
      // a refused form comes back with its text from the server, which is newer
      if (text && !document.getElementById("problems")) {
        try {
          if (write(form, JSON.parse(text)) && form.dataset.restored) {
            const note = document.createElement("p");
            note.className = "draft-note";
            note.setAttribute("role", "status");
            note.append(form.dataset.restored, " ", discard(form, name, note));
            form.prepend(note);
          }
        } catch { stored(sessionStorage, name, null); }
      }
      form.addEventListener("input", () => stored(sessionStorage, name, JSON.stringify(read(form))));
      form.addEventListener("submit", () => stored(sessionStorage, "draft-sent", name));
    });
  const sent = stored(sessionStorage, "draft-sent");
  if (sent && document.body.classList.contains("framed")) {
    // a signed-in page without the refused form: it was accepted
    if (!document.getElementById("problems")) stored(sessionStorage, sent, null);
    stored(sessionStorage, "draft-sent", null);
  }
  on("submit", "form[data-leave]", () => {
    try { sessionStorage.clear(); } catch { /* nothing was kept */ }
    if (typeof caches !== "undefined") caches.delete("zhijia-visits-1");
  });

  // --- pages kept for work without connection are those of whoever is signed in ---------------------------------
  if ((stored(localStorage, "zhijia-visits-for") ?? who) !== who && typeof caches !== "undefined") {
    stored(localStorage, "zhijia-visits-for", null);
    caches.delete("zhijia-visits-1");
  }

  // --- visits recorded without connection are sent from whichever page is opened next ---------------------------
  if (who && stored(localStorage, "zhijia-visits") === who && !document.querySelector("script[src*='/assets/visits.']")) {
    const script = document.createElement("script");
    script.src = "/assets/visits.js";
    document.head.append(script);
  }

  // --- a refused form that was folded away opens again, where its problems stand -------------------------------
  if (document.getElementById("problems")) {
    all("details form[method=post]").filter((form) => new URL(form.action).pathname === location.pathname).forEach((form) => {
      for (let fold = form.closest("details"); fold; fold = fold.parentElement.closest("details")) fold.open = true;
    });
  }

  // --- dialogs: the folded part opens over the page -------------------------------------------------------------
  on("click", "[data-dialog] > summary", (summary, event) => {
    const inner = summary.nextElementSibling;
    if (!inner || typeof HTMLDialogElement === "undefined") return;
    event.preventDefault();
    const dialog = document.createElement("dialog");
    const close = inner.querySelector("[data-close]");
    const title = inner.querySelector("h2");
    if (title) dialog.setAttribute("aria-label", title.textContent);
    dialog.append(inner);
    document.body.append(dialog);
    if (close) close.hidden = false;
    dialog.addEventListener("close", () => {
      if (close) close.hidden = true;
      summary.after(inner);
      dialog.remove();
      summary.focus();
    });
    dialog.addEventListener("click", (e) => {
      if (e.target === dialog || e.target.closest("[data-close]")) dialog.close();
    });
    dialog.showModal();
  });

  // --- menus close when one looks elsewhere ---------------------------------------------------------------------
  document.addEventListener("click", (event) => {
    all("details.pop[open]").forEach((pop) => { if (!pop.contains(event.target)) pop.open = false; });
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    all("details.pop[open]").forEach((pop) => {
      pop.open = false;
      pop.querySelector("summary").focus();
    });
  });

  // --- ticking many lines ---------------------------------------------------------------------------------------
  const count = (form) => {
    const line = form.querySelector("[data-ticked]");
    const ticked = all("tbody .tick input:checked", form).length;
    if (!line) return;
    line.dataset.rest ??= line.textContent;
    line.textContent = ticked ? line.dataset.ticked.replace("#", ticked) : line.dataset.rest;
  };
  on("change", "[data-selection] .tick input", (input) => {
    const form = input.closest("form");
    if (input.closest("[data-tick-all]")) {
      all("tbody .tick input", form).forEach((one) => { one.checked = input.checked; });
    }
    count(form);
  });

  // --- theme ------------------------------------------------------------------------------------------------------
  on("click", "[data-theme-switch]", () => {
    const root = document.documentElement;
    const dark = root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
    root.dataset.theme = dark ? "light" : "dark";
    stored(localStorage, "theme", root.dataset.theme);
  });
  on("click", "[data-print]", () => print());
  on("click", "[data-copy]", (button) => {
    const field = button.closest("section").querySelector("input[readonly]");
    field.select();
    const done = () => { button.textContent = button.dataset.done; };
    // within a house without https there is only the old way
    if (navigator.clipboard) navigator.clipboard.writeText(field.value).then(done);
    else if (document.execCommand("copy")) done();
  });

  // --- what to do when a page or a part of it has come -----------------------------------------------------------
  const toast = (one) => {
    let timer = 0;
    const start = () => {
      timer = setTimeout(() => {
        one.classList.add("gone");
        setTimeout(() => one.remove(), 500);
      }, one.querySelector("form") ? 14000 : 7000);
    };
    ["pointerenter", "focusin"].forEach((type) => one.addEventListener(type, () => clearTimeout(timer)));
    ["pointerleave", "focusout"].forEach((type) => one.addEventListener(type, start));
    start();
  };
  const dress = (root) => {
    all("[data-theme-switch], [data-print], [data-tick-all], [data-pick], [data-copy]", root).forEach((one) => { one.hidden = false; });
    all("[data-toast]", root).forEach(toast);
    all("[data-move]", root).forEach((one) => one.setAttribute("aria-keyshortcuts", "Shift+ArrowLeft Shift+ArrowRight Shift+ArrowUp Shift+ArrowDown"));
    all("[data-selection]", root).forEach(count);
    drafts(root);
  };
  dress(document);
  document.addEventListener("htmx:after:swap", (event) => dress(event.target instanceof Element ? event.target : document));
  // the summary of problems stands above the fields and learns their names from them
  all("#problems a[href^='#f-']").forEach((link) => {
    const id = CSS.escape(link.hash.slice(1));
    const label = document.querySelector(`label[for="${id}"], #${id} > legend`)?.firstChild?.textContent.trim();
    if (label && !link.textContent.includes(label)) link.prepend(label, document.documentElement.lang.startsWith("zh") ? "：" : ": ");
  });
  document.getElementById("problems")?.focus();

  // --- what only leads on goes on by itself: to an outside provider, and in when one is back; unless something went wrong there
  all("[data-go]").forEach((one) => {
    if (document.getElementById("problems")) return;
    if (one instanceof HTMLAnchorElement) location.replace(one.href);
    else one.querySelector("form")?.requestSubmit();
  });

  // --- a form gone back to keeps its key, so that sending it again is noticed even if the page was fetched anew --------
  on("submit", "form[method=post]", (form) => {
    const key = form.querySelector("input[name=_once]");
    if (key) history.replaceState({ ...history.state, once: key.value }, "");
  });
  const back = performance.getEntriesByType("navigation")[0];
  if (history.state && history.state.once && back && back.type === "back_forward") {
    all("input[name=_once]").forEach((input) => { input.value = history.state.once; });
  }

  // --- an entry of the calendar moves: dragged to another day, or by Shift and an arrow -----------------------------
  const shift = document.querySelector("form[data-shift]");
  const move = (entry, days) => {
    if (!shift || !days || shift.dataset.sent) return;
    shift.action = entry.dataset.move;
    shift.elements.version.value = entry.dataset.version;
    // what is shown on its last day only falls on one day then
    const last = entry.dataset.last;
    shift.elements.days.value = last ? "" : days;
    shift.elements.due.value = last ? new Date(Date.parse(last) + days * 86400000).toISOString().slice(0, 10) : "";
    stored(sessionStorage, "moved", entry.dataset.move);
    shift.requestSubmit();
  };
  if (shift) {
    const day = (node) => node?.closest?.("[data-day]");
    let held = null;
    all("[data-shift-hint]").forEach((hint) => { hint.hidden = !matchMedia("(pointer: fine)").matches; });
    on("dragstart", "[data-move]", (entry, event) => {
      held = entry;
      event.dataTransfer.effectAllowed = "move";
      event.dataTransfer.setData("text/plain", entry.textContent.trim());
    });
    const over = (cell) => {
      all(".drop").forEach((one) => { if (one !== cell) one.classList.remove("drop"); });
      cell?.classList.add("drop");
    };
    document.addEventListener("dragover", (event) => {
      const cell = held && day(event.target);
      over(cell);
      if (cell) event.preventDefault();
    });
    document.addEventListener("dragend", () => { held = null; over(null); });
    document.addEventListener("drop", (event) => {
      const cell = held && day(event.target);
      if (!cell) return;
      event.preventDefault();
      const [from, to] = [day(held), cell].map((one) => Date.parse(one.dataset.day));
      move(held, Math.round((to - from) / 86400000));
    });
    const steps = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -7, ArrowDown: 7 };
    on("keydown", "[data-move]", (entry, event) => {
      if (!event.shiftKey || !(event.key in steps)) return;
      event.preventDefault();
      move(entry, steps[event.key]);
    });
    const moved = stored(sessionStorage, "moved");
    if (moved) {
      stored(sessionStorage, "moved", null);
      all("[data-move]").find((entry) => entry.dataset.move === moved)?.focus();
    }
  }

  // --- the reading desk: the source goes along with the entry pointed at or being corrected ------------------------
  const follow = () => {
    const hash = decodeURIComponent(location.hash).slice(1);
    const id = hash.replace(/^e-/, "s-");
    const found = id.startsWith("s-") && document.getElementById(id);
    const pane = found && found.closest(".source");
    if (!pane) return;
    all(".found.here", pane).forEach((one) => one.classList.remove("here"));
    found.classList.add("here");
    pane.scrollTop += found.getBoundingClientRect().top - pane.getBoundingClientRect().top - pane.clientHeight / 3;
    const card = document.getElementById(hash.replace(/^s-/, "e-"));
    all(".entry-card.here").forEach((one) => one.classList.remove("here"));
    if (card) card.classList.add("here");
  };
  // words chosen in the source become an entry: their place is told in bytes
  const picking = document.querySelector("[data-pick-text]");
  if (picking) {
    const text = picking.closest(".source").querySelector(".text");
    const bytes = (words) => new TextEncoder().encode(words).length;
    const plain = picking.getAttribute("href");
    document.addEventListener("selectionchange", () => {
      const chosen = getSelection();
      const range = chosen.rangeCount ? chosen.getRangeAt(0) : null;
      const words = range && text.contains(range.commonAncestorContainer) ? range.toString() : "";
      picking.hidden = words.trim() === "";
      if (picking.hidden) return;
      const before = document.createRange();
      before.setStart(text, 0);
      before.setEnd(range.startContainer, range.startOffset);
      const from = bytes(before.toString());
      picking.setAttribute("href", `${plain}?from=${from}&to=${from + bytes(words)}`);
    });
  }
  addEventListener("hashchange", follow);
  follow();
})();
