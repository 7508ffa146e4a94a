// The desk saves what is typed on the server every second and a half. Until the server has it, a copy lies in this browser,
// so neither a broken line nor a killed browser loses a word; the next desk page of the same person sends what was left.
const form = document.querySelector("form[data-autosave]");
const state = document.getElementById("draft-state");
const EVERY = 1500;
const AGAIN = 5000;
const prefix = `desk:${form.dataset.person}:`;
let typed = 0;
let saved = 0;
let busy = false;
let sent = false;
let timer;

const storage = (act) => { try { return act(localStorage); } catch { return null; } }; // storage may be off
const plain = () => [...new FormData(form)].filter(([name]) => name !== "csrfmiddlewaretoken");
const remember = () => storage((store) => store.setItem(prefix + form.elements.draft.value, JSON.stringify(plain())));
const forget = (key) => storage((store) => store.removeItem(prefix + key));
const wait = (delay) => { timer ??= setTimeout(save, delay); };

async function post(values, more = {}) {
  const body = new FormData();
  for (const [name, value] of values) body.append(name, value);
  body.set("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
  const answer = await fetch(form.dataset.autosave, { method: "POST", body, redirect: "error", ...more });
  if (!answer.ok) throw new Error(String(answer.status));
  return answer.json();
}

async function save() {
  timer = undefined;
  if (busy || sent) return;
  busy = true;
  const [mark, key] = [typed, form.elements.draft.value];
  try {
    const told = await post(plain());
    form.elements.draft.value = told.draft;
    state.textContent = told.words;
    saved = mark;
    forget(key);
    if (typed > mark) remember();
  } catch {
    state.textContent = form.dataset.unsaved;
  }
  busy = false;
  if (typed > saved) wait(saved === mark ? EVERY : AGAIN);
}

function changed() {
  typed += 1;
  remember();
  wait(EVERY);
}

function fill(values) {
  for (const [name, value] of values) {
    const field = form.elements[name];
    if (field && field.type !== "hidden") field.value = value;
  }
}

// What an earlier page could not send: of the draft shown here it is filled in, of another it is sent now.
async function leftBehind() {
  const names = storage((store) => Object.keys(store).filter((one) => one.startsWith(prefix))) ?? [];
  let found = "";
  for (const name of names) {
    const key = name.slice(prefix.length);
    const values = storage((store) => JSON.parse(store.getItem(name)));
    if (!Array.isArray(values)) continue;
    if (key === form.elements.draft.value) {
      fill(values);
      changed();
      continue;
    }
    const told = await post(values);
    forget(key);
    if (!told.waits) found = told.draft;
  }
  if (!found || typed) return;
  location.replace(form.elements.words.value ? location.href : `?draft=${found}`);
}

form.addEventListener("input", changed);
form.addEventListener("submit", () => { sent = true; });
addEventListener("pageshow", () => { sent = false; });
addEventListener("online", () => { if (typed > saved) save(); });
addEventListener("pagehide", () => { if (typed > saved && !sent) post(plain(), { keepalive: true }).catch(() => {}); });
document.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && event.ctrlKey && event.shiftKey && !event.repeat) form.requestSubmit(form.querySelector("[data-park]"));
});
leftBehind().catch(() => {});
