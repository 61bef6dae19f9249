/* Bestek: what a browser adds to pages that also work without it.
   Sheets open as dialogs, drafts are saved by themselves. */

const $ = (selector, root = document) => root.querySelector(selector);
const $$ = (selector, root = document) => [...root.querySelectorAll(selector)];

/* Without script a sheet stands in the page at its own address; with script it never does. */
document.documentElement.dataset.script = "yes";

/* ---------- sheets of binding acts ---------- */

function openSheet(id) {
  const sheet = id && document.getElementById(id);
  if (!(sheet instanceof HTMLDialogElement) || sheet.open) return false;
  sheet.showModal();
  $("h2", sheet)?.focus();
  return true;
}

document.addEventListener("click", (event) => {
  const opener = event.target.closest("a[data-sheet]");
  if (opener && openSheet(opener.hash.slice(1))) event.preventDefault();
  const closer = event.target.closest("[data-close]");
  if (closer) {
    closer.closest("dialog")?.close();
    if (location.hash) history.replaceState(null, "", location.pathname + location.search);
    event.preventDefault();
  }
});

openSheet(location.hash.slice(1));

/* A sheet that came open with the page stands in it; with script it is a dialog like any other. */
$$("dialog[data-shown]").forEach((sheet) => {
  sheet.close();
  openSheet(sheet.id);
});

/* ---------- a form is sent once ---------- */

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!form.matches("[data-once]")) return;
  if (form.dataset.sent) {
    event.preventDefault();
    return;
  }
  form.dataset.sent = "yes";
  $$("button[type=submit]", form).forEach((button) => button.setAttribute("aria-disabled", "true"));
});

window.addEventListener("pageshow", (event) => {
  if (!event.persisted) return;
  $$("form[data-sent]").forEach((form) => {
    delete form.dataset.sent;
    $$("button[aria-disabled]", form).forEach((button) => button.removeAttribute("aria-disabled"));
  });
});

/* ---------- menus close when one looks elsewhere ---------- */

document.addEventListener("click", (event) => {
  $$("details.menu[open]").forEach((menu) => {
    if (!menu.contains(event.target)) menu.open = false;
  });
});

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  $$("details.menu[open]").forEach((menu) => {
    menu.open = false;
    $("summary", menu).focus();
  });
});

/* ---------- errors are found at once ---------- */

$("[data-focus]")?.focus();

document.addEventListener("click", (event) => {
  const link = event.target.closest("#problems a[href^='#']");
  const field = link && document.getElementById(link.hash.slice(1));
  if (!field) return;
  field.scrollIntoView({ block: "center" });
  field.focus({ preventScroll: true });
  event.preventDefault();
});

/* ---------- drafts are saved by themselves ---------- */

const QUIET = 1200;

/* The answer is JSON: {version, saved, parts: {id: markup of ours}}, or refused {message}. */
async function send(form, status) {
  /* Not form.action: a button of that name would be found instead. */
  const answer = await fetch(form.getAttribute("action"), {
    method: "POST",
    body: new FormData(form),
    headers: { "X-Autosave": "1", Accept: "application/json" },
  });
  const told = await answer.json();
  status.classList.toggle("bad", !answer.ok);
  status.textContent = answer.ok ? told.saved : told.message;
  if (!answer.ok) return;
  form.elements.namedItem("version").value = told.version;
  for (const [id, markup] of Object.entries(told.parts ?? {})) {
    const place = document.getElementById(id);
    if (place) place.innerHTML = markup;
  }
}

function saveByItself(form) {
  const status = $("[data-autosave-status]");
  let timer = 0;
  let busy = Promise.resolve();
  const save = () => {
    busy = busy.then(() => send(form, status)).catch(() => {
      /* No connection: the text stays in the page, and the next change tries again. */
      status.classList.add("bad");
      status.textContent = form.dataset.lost ?? "";
    });
  };
  form.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(save, QUIET);
  });
  form.addEventListener("submit", () => clearTimeout(timer));
}

$$("form[data-autosave]").forEach(saveByItself);

/* ---------- codes are proposed while one types ---------- */

const PAUSE = 200;

async function propose(field) {
  const asked = field.value.trim();
  if (asked.length < 2) return;
  const address = `${field.dataset.lookup}?text=${encodeURIComponent(asked)}`;
  const answer = await fetch(address, { headers: { Accept: "application/json" } }).catch(() => null);
  if (!answer?.ok || field.value.trim() !== asked) return;
  const found = await answer.json();
  field.list?.replaceChildren(...found.map((each) => new Option(each.text, each.code)));
}

$$("input[data-lookup]").forEach((field) => {
  let timer = 0;
  field.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(propose, PAUSE, field);
  });
});

/* ---------- a price asks for a formula, quality for a scale ---------- */

function showKind(row) {
  const kind = document.getElementById(row.dataset.kind)?.value;
  $$("[data-for]", row).forEach((part) => {
    part.hidden = part.dataset.for !== kind;
  });
}

$$("[data-kind]").forEach((row) => {
  showKind(row);
  row.addEventListener("change", () => showKind(row));
});

/* ---------- files that are too large are not sent first ---------- */

document.addEventListener("change", (event) => {
  const field = event.target;
  if (!field.matches?.("input[type=file][data-limit]")) return;
  const size = [...field.files].reduce((sum, file) => sum + file.size, 0);
  const large = size > Number(field.dataset.limit);
  const told = document.getElementById(field.dataset.told);
  told.hidden = !large;
  if (large) field.value = "";
});

/* ---------- the clock of the server goes on ---------- */

$$("[data-clock]").forEach((shown) => {
  const begin = Date.parse(shown.dataset.clock) - performance.now();
  const zone = { timeZone: "Europe/Brussels", hour: "2-digit", minute: "2-digit", second: "2-digit", hourCycle: "h23" };
  const reading = new Intl.DateTimeFormat("en-GB", zone);
  setInterval(() => {
    const [h, m, s] = reading.format(begin + performance.now()).split(":");
    shown.textContent = shown.dataset.clockForm.replace("{h}", Number(h)).replace("{m}", m).replace("{s}", s);
  }, 1000);
});

/* ---------- the tab that is shown stands in sight ---------- */

$$(".tabs [aria-current]").forEach((tab) => {
  const row = tab.closest(".tabs");
  row.scrollLeft = tab.offsetLeft - row.offsetLeft - (row.clientWidth - tab.offsetWidth) / 2;
});

/* ---------- what is under way is looked at again ---------- */

$$("[data-again]").forEach((part) => setTimeout(() => location.reload(), 1000 * part.dataset.again));

/* ---------- the work list: j and k, only while one is in it ---------- */

document.addEventListener("keydown", (event) => {
  const link = event.target.closest?.(".tasks a");
  if (!link || !["j", "k"].includes(event.key) || event.ctrlKey || event.metaKey || event.altKey) return;
  const links = $$(".tasks a");
  links[links.indexOf(link) + (event.key === "j" ? 1 : -1)]?.focus();
});

/* ---------- a choice that needs a reason opens the place for it ---------- */

document.addEventListener("change", (event) => {
  const part = event.target.matches?.("select") && event.target.closest("tbody");
  const reason = part && $("details[data-opens-at]", part);
  if (reason && event.target.value === reason.dataset.opensAt) reason.open = true;
});
