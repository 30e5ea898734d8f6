// Recording a visit without connection. The form is kept on this phone and sent when there is a connection again; the same file
// is the service worker that opens the form of a visit that is due while there is none.
(() => {
  "use strict";
  const BASE = "zhijia-visits";
  const CACHE = "zhijia-visits-1";

  // --- what waits to be sent, in this phone's own store ---------------------------------------------------------------
  const base = () =>
    new Promise((resolve, reject) => {
      const ask = indexedDB.open(BASE, 1);
      ask.onupgradeneeded = () => ask.result.createObjectStore("waiting", { keyPath: "key" });
      ask.onsuccess = () => resolve(ask.result);
      ask.onerror = () => reject(ask.error);
    });
  const within = async (mode, act) => {
    const db = await base();
    return new Promise((resolve, reject) => {
      const turn = db.transaction("waiting", mode);
      const ask = act(turn.objectStore("waiting"));
      turn.oncomplete = () => { db.close(); resolve(ask.result); };
      turn.onerror = () => { db.close(); reject(turn.error); };
    });
  };
  const put = (item) => within("readwrite", (s) => s.put(item));
  const drop = (key) => within("readwrite", (s) => s.delete(key));
  const waiting = () => within("readonly", (s) => s.getAll());

  const body = (item) => {
    const form = new FormData();
    item.fields.forEach(([name, value]) => form.append(name, value));
    item.files.forEach((f) => form.append(f.field, f.blob, f.name));
    return form;
  };
  // gives what became of it: sent, signed out, refused, or no connection
  const send = async (item) => {
    let answer;
    try {
      answer = await fetch(item.action, {
        method: "POST", body: body(item), headers: { accept: "application/json" }, credentials: "same-origin",
      });
    } catch { return { state: "kept" }; }
    let told = {};
    try { told = await answer.json(); } catch { /* no words came along */ }
    if (answer.ok) return { state: "sent", next: told.next };
    if (answer.status === 401) return { state: "signed-out" };
    if (answer.status === 429 || answer.status >= 500) return { state: "kept" };
    // opened by somebody else: it waits for them
    if ((told.fields ?? []).some((f) => f.field === "_as")) return { state: "others" };
    const words = [told.message, ...(told.fields ?? []).map((f) => f.message)].filter(Boolean);
    return { state: "refused", status: answer.status, says: words.join(" ") };
  };
  // one at a time, and never by two tabs at once
  const alone = (act) => (navigator.locks ? navigator.locks.request(BASE, act) : act());
  const sendAll = (isMine) =>
    alone(async () => {
      for (const item of await waiting()) {
        // whoever signed in on this phone meanwhile sends their own
        if (!isMine(item) || item.state === "old") continue;
        const came = await send(item);
        if (came.state === "sent") await drop(item.key);
        else if (came.state !== "others") await put({ ...item, ...came });
      }
    });
  // nothing stays on a phone for longer; of what was not sent its owner is told once
  const LONGEST = 30 * 24 * 60 * 60 * 1000;
  const clear = () =>
    alone(async () => {
      for (const item of await waiting()) {
        if (item.state !== "old" && Date.now() - item.at > LONGEST) await put({ ...item, state: "old", fields: [], files: [] });
      }
    });

  // --- the service worker -----------------------------------------------------------------------------------------------
  if (typeof ServiceWorkerGlobalScope !== "undefined") {
    self.addEventListener("install", () => self.skipWaiting());
    self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));
    self.addEventListener("fetch", (event) => {
      const { request } = event;
      const url = new URL(request.url);
      if (request.method !== "GET" || url.origin !== location.origin) return;
      const page = request.mode === "navigate" && /^\/visits(\/[0-9a-f-]{36}\/record)?$/.test(url.pathname);
      if (!page && !url.pathname.startsWith("/assets/")) return;
      const kept = () => caches.open(CACHE).then((c) => c.match(request.url, { ignoreSearch: page, ignoreVary: true }));
      event.respondWith(fetch(request).catch(async () => (await kept()) ?? Response.error()));
    });
    return;
  }

  // --- the page -----------------------------------------------------------------------------------------------------------
  const who = document.body.dataset.who ?? "";
  const box = document.querySelector("[data-waiting]");
  if (typeof indexedDB === "undefined") return;
  // account and union; on other pages the name alone is known, and the server refuses what another account opened
  const owner = box?.dataset.account;
  const isMine = (item) => (owner && item.owner ? item.owner === owner : item.who === who);
  // a mark for other pages, which then load this script to send what waits
  const mark = (on) => {
    try { on ? localStorage.setItem(BASE, who) : localStorage.removeItem(BASE); } catch { /* storage is closed */ }
  };
  if (!box) {
    const quietly = async () => {
      await clear();
      await sendAll(isMine);
      mark((await waiting()).some(isMine));
    };
    if (navigator.onLine) quietly();
    addEventListener("online", quietly);
    return;
  }
  const word = (name) => box.getAttribute(`data-${name}`) ?? "";
  const element = (name, text, made = {}) => Object.assign(document.createElement(name), { textContent: text }, made);

  const says = (item) => {
    if (item.state === "signed-out") return word("sign-in");
    if (item.state === "old") return word("old");
    if (item.state === "refused") return `${word("failed")} ${item.says ?? ""}`;
    return word("kept");
  };
  const button = (text, act) => {
    const made = element("button", text, { type: "button", className: "button" });
    made.addEventListener("click", act);
    return made;
  };
  const line = (item) => {
    const li = document.createElement("li");
    const text = document.createElement("div");
    text.append(element("strong", item.title), " ", element("span", says(item), { className: "quiet" }));
    const acts = element("div", "", { className: "actions" });
    if (item.state === "signed-out") {
      const there = `/sign-in?then=${encodeURIComponent(location.pathname)}`;
      acts.append(element("a", word("sign-in"), { href: there, className: "button" }));
    } else if (item.state === "old") {
      acts.append(button(word("seen"), async () => { await drop(item.key); show(); }));
    } else {
      acts.append(button(word("retry"), flush));
    }
    if (item.state === "refused") {
      if (item.status === 409 && item.files.length > 0) {
        acts.append(button(word("photo"), async () => {
          const action = item.action.replace(/\/record$/, "/photos");
          await put({ ...item, action, state: "kept", fields: item.fields.filter(([n]) => ["keep_place", "_once", "_as"].includes(n)) });
          flush();
        }));
      }
      acts.append(element("a", word("edit"), { href: item.action.replace(/\/photos$/, ""), className: "button" }));
      acts.append(button(word("drop"), async () => { await drop(item.key); show(); }));
    }
    li.append(text, acts);
    return li;
  };
  const show = async () => {
    await clear();
    const mine = (await waiting()).filter(isMine);
    box.hidden = mine.length === 0;
    mark(mine.length > 0);
    const list = element("ul", "", { className: "rows" });
    list.append(...mine.map(line));
    box.setAttribute("role", "status");
    box.replaceChildren(element("h2", word("title")), list);
  };
  const flush = async () => {
    await sendAll(isMine);
    await show();
  };

  // the form of a visit: sent by script, so that what was typed is not lost with the connection
  const part = document.querySelector("[data-offline]");
  const form = part?.querySelector("form");
  const take = () => {
    const item = {
      who, owner, key: "", title: part.dataset.offline, action: form.getAttribute("action"), state: "kept", at: Date.now(),
      fields: [], files: [],
    };
    for (const [name, value] of new FormData(form)) {
      if (typeof value === "string") item.fields.push([name, value]);
      else if (value.size > 0) item.files.push({ field: name, name: value.name, blob: value });
    }
    item.key = item.fields.find(([name]) => name === "_once")?.[1] ?? crypto.randomUUID();
    return item;
  };
  const keep = async (item) => {
    await put(item);
    part.hidden = true;
    await show();
    box.scrollIntoView();
  };
  let under = false;
  form?.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (under) return;
    under = true;
    const item = take();
    const came = navigator.onLine ? await alone(() => send(item)) : { state: "kept" };
    if (came.state === "sent") location.assign(came.next ?? "/visits");
    else if (came.state === "refused") form.submit();
    else await keep({ ...item, ...came });
    under = false;
  });

  // what is needed without connection: the list, the forms of what is due, and what they load
  const store = async () => {
    if (!navigator.serviceWorker || !box.hasAttribute("data-keep") || typeof caches === "undefined") return;
    await navigator.serviceWorker.register("/assets/visits.js", { scope: "/visits" });
    const links = [...document.querySelectorAll("main a[href$='/record']")].slice(0, 30).map((a) => a.getAttribute("href"));
    const assets = [...document.querySelectorAll("link[rel=stylesheet], script[src]")].map((e) => e.href || e.src);
    const pages = ["/visits", ...links];
    // pages that were kept for somebody else are not shown to whoever is here now
    try {
      if (localStorage.getItem(`${BASE}-owner`) !== owner) await caches.delete(CACHE);
      localStorage.setItem(`${BASE}-owner`, owner);
      localStorage.setItem(`${BASE}-for`, who);
    } catch { return; }
    const cache = await caches.open(CACHE);
    for (const request of await cache.keys()) {
      const { pathname } = new URL(request.url);
      if (pathname.startsWith("/visits") && !pages.includes(pathname)) await cache.delete(request);
    }
    for (const url of [...assets, ...pages]) {
      try {
        const answer = await fetch(url, { credentials: "same-origin" });
        if (answer.ok && !answer.redirected) await cache.put(url, answer);
      } catch { return; }
    }
  };
  addEventListener("online", flush);
  show().then(() => (navigator.onLine ? flush() : null)).then(store).catch(() => { /* this phone keeps nothing */ });
})();
