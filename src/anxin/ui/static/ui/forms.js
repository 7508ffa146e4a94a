// Every page, also the workers': a lost connection is seen, nothing typed is lost, errors are met first, files can be dropped,
// a form is sent once. Every page works without it.
const offline = () => document.documentElement.classList.toggle("offline", !navigator.onLine);
addEventListener("online", offline);
addEventListener("offline", offline);
offline();
document.addEventListener("click", (event) => { if (event.target.closest("[data-print]")) print(); });

const keyOf = (form) => `draft:${location.pathname}:${form.dataset.draft ?? form.getAttribute("action") ?? ""}`;
const SENT = "form-sent";
const failed = (form) => form.querySelector(".has-error, .notice-red");

function kept(form) {
  return [...form.elements].filter((one) => one.name && one.name !== "csrfmiddlewaretoken" && !one.dataset.secret
    && !["hidden", "file", "password", "submit", "button"].includes(one.type));
}

const valuesOf = (form) => kept(form).map((one) => [one.name, one.value, one.checked ?? false]);
const write = (form) => localStorage.setItem(keyOf(form), JSON.stringify(valuesOf(form)));

function fill(form, values, over) {
  if (!Array.isArray(values)) return;
  for (const one of kept(form)) {
    const ticked = ["checkbox", "radio"].includes(one.type);
    const was = values.find(([name, value]) => name === one.name && (!ticked || value === one.value));
    if (!was) continue;
    if (ticked) one.checked = was[2];
    else if (over || !one.value) one.value = was[1];
  }
}

// What was sent is let go only when the page after it shows no error: a lost connection, an ended session and a refusal lose
// nothing. A page beside the rooms (log-in, refusal) only waits; what was refused stands in its form again, unfolded.
try {
  const sent = JSON.parse(sessionStorage.getItem(SENT) ?? "null");
  const cameBack = ["back_forward", "reload"].includes(performance.getEntriesByType("navigation")[0]?.type);
  if (sent && document.body.matches(".plain")) sessionStorage.setItem(SENT, JSON.stringify({ ...sent, waits: true }));
  else if (sent) {
    sessionStorage.removeItem(SENT);
    const form = [...document.forms].find((one) => one.method === "post" && keyOf(one) === sent.key);
    const refused = sent.waits || cameBack || document.querySelector(".toast-error");
    if (!refused && !(form && failed(form))) localStorage.removeItem(sent.key);
    else if (form && !failed(form)) {
      fill(form, sent.values, true);
      for (let fold = form.closest("details"); fold; fold = fold.parentElement.closest("details")) fold.open = true;
    }
  }
  for (const form of document.querySelectorAll("form[data-draft]")) {
    fill(form, JSON.parse(localStorage.getItem(keyOf(form)) ?? "[]"), false);
    form.addEventListener("input", () => write(form));
  }
} catch { /* storage may be off */ }

document.querySelector("form .notice-red[role=alert]")?.focus();

// While files go up the form says so, with how many and how much; the browser itself shows how far it is.
function going(form, files) {
  const line = document.createElement("p");
  line.className = "going";
  line.setAttribute("role", "status");
  const bar = document.createElement("progress");
  const text = document.createElement("span");
  text.textContent = ` ${document.body.dataset.uploadWords ?? ""} ${files.length} / ${size(files.reduce((sum, one) => sum + one.size, 0))}`;
  bar.setAttribute("aria-label", document.body.dataset.uploadWords ?? "");
  line.append(bar, text);
  form.querySelector(".going")?.remove();
  form.append(line);
}

// Where a form says so its files go ahead of it: a line that drops loses neither the page nor what was chosen.
document.addEventListener("submit", (event) => {
  const form = event.target;
  const input = form.querySelector("input[type=file]");
  if (!form.hasAttribute("data-ahead") || !input?.files.length) return;
  event.preventDefault();
  if (form.dataset.sending) return;
  form.dataset.sending = "1";
  going(form, [...input.files]);
  const line = form.querySelector(".going");
  const told = new FormData(form);
  told.append("more", "1");
  const sent = new XMLHttpRequest();
  sent.open("POST", form.action);
  sent.upload.addEventListener("progress", ({ loaded, total }) => Object.assign(line.querySelector("progress"), { max: total, value: loaded }));
  sent.addEventListener("load", () => {
    delete form.dataset.sending;
    const kept = new DOMParser().parseFromString(sent.responseText, "text/html").querySelector("input[name=files]");
    if (sent.status === 200 && kept) {
      form.querySelector("input[name=files]")?.remove();
      form.prepend(document.adoptNode(kept));
      input.value = "";
    }
    form.removeAttribute("data-ahead");
    form.requestSubmit(event.submitter);
  });
  sent.addEventListener("error", () => {
    delete form.dataset.sending;
    line.textContent = document.body.dataset.offlineWords;
  });
  sent.send(told);
});

// A second click sends nothing twice; coming back by the back button frees the form again.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || form.method !== "post" || form.hasAttribute("hx-post")) return;
  if (form.dataset.sending) { event.preventDefault(); return; }
  form.dataset.sending = "1";
  if (!document.body.matches(".plain")) try { sessionStorage.setItem(SENT, JSON.stringify({ key: keyOf(form), values: valuesOf(form) })); } catch { /* storage may be off */ }
  const files = [...form.querySelectorAll("input[type=file]")].flatMap((one) => [...one.files]);
  if (files.length) going(form, files);
  setTimeout(() => delete form.dataset.sending, 5000);
});
addEventListener("pageshow", () => document.querySelectorAll("[data-sending]").forEach((form) => {
  delete form.dataset.sending;
  form.querySelector(".going")?.remove();
}));

const size = (bytes) => (bytes < 1048576 ? `${Math.ceil(bytes / 1024)} KB` : `${(bytes / 1048576).toFixed(1)} MB`);
for (const zone of document.querySelectorAll("[data-drop]")) {
  const input = zone.querySelector("input[type=file]");
  const names = zone.querySelector("[data-names]");
  const show = () => {
    if (names) names.replaceChildren(...[...input.files].map((file) => {
      const line = document.createElement("span");
      line.className = "tag";
      line.textContent = document.documentElement.lang === "en" ? `${file.name} (${size(file.size)})` : `${file.name}（${size(file.size)}）`;
      return line;
    }));
  };
  input.addEventListener("change", show);
  for (const type of ["dragover", "dragenter"]) zone.addEventListener(type, (event) => { event.preventDefault(); zone.classList.add("over"); });
  for (const type of ["dragleave", "drop"]) zone.addEventListener(type, () => zone.classList.remove("over"));
  zone.addEventListener("drop", (event) => { event.preventDefault(); input.files = event.dataTransfer.files; show(); });
}

// What the machine read is filled in only by a person's key or click.
document.addEventListener("click", ({ target }) => {
  const offer = target.closest?.("[data-fill]");
  const field = offer && document.getElementById(offer.dataset.fill);
  if (!field) return;
  field.value = offer.dataset.value;
  field.dispatchEvent(new Event("input", { bubbles: true }));
  field.focus();
});

// All at once: what is likelier right than wrong, into fields that are empty; the last one filled leads on to what nobody read.
document.addEventListener("click", ({ target }) => {
  if (!target.closest?.("[data-fill-all]")) return;
  const empty = [...document.querySelectorAll("[data-fill][data-sure]")].filter((offer) => document.getElementById(offer.dataset.fill)?.value === "");
  for (const offer of empty) if (document.getElementById(offer.dataset.fill).value === "") offer.click();
  if (empty.length) document.getElementById(empty.at(-1).dataset.fill).focus();
});

// Alt and the number of a reading fill it in without leaving the keyboard, Alt+0 all of them.
document.addEventListener("keydown", (event) => {
  const number = event.altKey && !event.ctrlKey && /^Digit([0-9])$/.exec(event.code)?.[1];
  const offer = number && document.querySelector(`:is([data-fill],[data-fill-all])[data-key="${number}"]`);
  if (offer) { event.preventDefault(); offer.click(); }
});

// Ctrl+Enter sends the form that is being typed, also from a field of many lines.
document.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey) || event.shiftKey || event.repeat) return;
  const form = event.target.closest?.("form[data-draft],form[data-autosave]");
  if (form) { event.preventDefault(); form.requestSubmit(); }
});
