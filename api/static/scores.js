/* Bestek: the score matrix with a script. The same form works as a whole without it.
   Cells are walked with the keys and saved when they are left; the answer brings the cell as the
   server draws it, and the parts of the page that change with it. */

const $ = (selector, root = document) => root.querySelector(selector);
const $$ = (selector, root = document) => [...root.querySelectorAll(selector)];

const form = $("#scores");
const status = $("[data-autosave-status]");
const QUIET = 900;

/* ---------- saving ---------- */

/* One at a time, in order: each answer carries the version that the next one writes over. */
let queue = Promise.resolve();
let waiting = 0;
const unsaved = new Map();

function save(name, fields) {
  waiting += 1;
  queue = queue
    .then(() => post(name, fields))
    .catch(() => {
      /* No connection: the text stays in the page and goes when the line is back. */
      unsaved.set(name, { ...unsaved.get(name), ...fields });
      status.textContent = form.dataset.lost;
      status.classList.add("bad");
    })
    .finally(() => {
      waiting -= 1;
    });
}

async function post(name, fields) {
  const token = form.elements.namedItem("form_token").value;
  const answer = await fetch(form.dataset.cells, {
    method: "POST",
    body: new URLSearchParams({ cell: name, form_token: token, ...fields }),
    headers: { Accept: "application/json" },
  });
  const told = await answer.json();
  status.textContent = answer.ok ? told.saved : told.message;
  status.classList.toggle("bad", !answer.ok);
  if (!told.cell) return;
  form.elements.namedItem("version").value = told.version;
  show(name, told);
}

window.addEventListener("online", () => {
  for (const [name, fields] of unsaved) save(name, fields);
  unsaved.clear();
});

/* What was typed since stays: only a cell that still says what was sent is drawn again. */
function show(name, told) {
  const input = document.getElementById(name);
  const place = input.closest("td");
  const fresh = document.createElement("template");
  fresh.innerHTML = told.cell;
  const drawn = fresh.content.querySelector("input");
  if (drawn.value === input.value) {
    const held = document.activeElement === input;
    const [start, end] = [input.selectionStart, input.selectionEnd];
    place.replaceChildren(fresh.content);
    if (held) {
      const again = document.getElementById(name);
      again.focus();
      again.setSelectionRange(start, end);
    }
  }
  for (const [part, markup] of Object.entries(told.parts)) {
    if (part === "same" && panelOf() !== name) continue;
    const there = $(`[data-part="${part}"]`);
    if (there) there.innerHTML = markup;
  }
}

/* ---------- the cell, and its twin beside the reasons ---------- */

const panelOf = () => form.elements.namedItem("panel")?.value;

function scored(name, value) {
  const twin = $(`[data-twin="${name}"]`);
  if (twin) {
    twin.value = value;
    form.elements.namedItem("panel-was").value = value;
  }
  save(name, { value });
}

form.addEventListener("change", (event) => {
  const field = event.target;
  if (field.matches("[data-cell]")) scored(field.name, field.value);
  if (field.matches("[data-twin]")) {
    const cell = document.getElementById(field.dataset.twin);
    cell.value = field.value;
    scored(cell.name, field.value);
  }
});

let timer = 0;
let written = null;

function saveReasons() {
  clearTimeout(timer);
  if (!written) return;
  save(written.dataset.reasons, { motivation: written.value });
  written = null;
}

form.addEventListener("input", (event) => {
  if (!event.target.matches("[data-reasons]")) return;
  written = event.target;
  clearTimeout(timer);
  timer = setTimeout(saveReasons, QUIET);
});

form.addEventListener("focusout", (event) => {
  if (event.target.matches("[data-reasons]")) saveReasons();
});

/* ---------- nothing is lost by going on ---------- */

async function settled() {
  const field = document.activeElement;
  if (field instanceof HTMLElement && form.contains(field)) field.blur();
  saveReasons();
  await queue;
}

form.addEventListener("click", (event) => {
  const link = event.target.closest("a[href^='?cell=']");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  settled().then(() => location.assign(link.href));
});

document.addEventListener("submit", (event) => {
  if (event.target !== form || (!waiting && !written)) return;
  event.preventDefault();
  const button = event.submitter;
  settled().then(() => form.requestSubmit(button));
}, { capture: true });

/* ---------- walking ---------- */

/* Up, Down and Enter change the bid; Left and Right at the ends of the text the criterion. */
function step(cell, down, right) {
  const rows = $$("tbody tr", cell.closest("table"));
  const row = cell.closest("tr");
  const column = [...row.cells].indexOf(cell.closest("td"));
  const target = down
    ? rows[rows.indexOf(row) + down]?.cells[column]
    : row.cells[column + right];
  const input = target && $("input", target);
  if (!input) return false;
  input.focus();
  input.select();
  return true;
}

form.addEventListener("keydown", (event) => {
  const cell = event.target;
  if (!(cell instanceof HTMLInputElement) || !cell.matches("[data-cell]")) return;
  if (event.altKey && event.key.toLowerCase() === "m") {
    event.preventDefault();
    reasonsOf(cell);
    return;
  }
  if (event.altKey || event.ctrlKey || event.metaKey) return;
  const { selectionStart: start, selectionEnd: end, value } = cell;
  const all = end - start === value.length;
  const moves = {
    ArrowUp: () => step(cell, -1, 0),
    ArrowDown: () => step(cell, 1, 0),
    Enter: () => step(cell, event.shiftKey ? -1 : 1, 0),
    ArrowLeft: () => (all || end === 0) && step(cell, 0, -1),
    ArrowRight: () => (all || start === value.length) && step(cell, 0, 1),
  };
  if (moves[event.key]?.() || event.key === "Enter") event.preventDefault();
});

function reasonsOf(cell) {
  if (cell.name === panelOf()) {
    $("[data-reasons]").focus();
    return;
  }
  settled().then(() => location.assign(`?cell=${cell.name}#motivation`));
}

if (location.hash === "#motivation") $("[data-reasons]")?.focus();
