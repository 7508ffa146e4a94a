// Small enhancements; every page works without them.
const on = (type, selector, act) => document.addEventListener(type, (event) => {
  const found = event.target.closest?.(selector);
  if (found) act(found, event);
});

on("click", "[data-toggle]", (button) => {
  const target = document.getElementById(button.dataset.toggle);
  const open = target.classList.toggle("open");
  button.setAttribute("aria-expanded", String(open));
});

on("click", "[data-theme-toggle]", () => {
  const root = document.documentElement;
  const dark = root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
  root.dataset.theme = dark ? "light" : "dark";
  try { localStorage.setItem("theme", root.dataset.theme); } catch { /* storage may be off */ }
});

on("click", "[data-print]", () => print());

// A row opens its detail wherever it is clicked, except on what is itself a control or when text is being selected.
on("click", "tr[data-href]", (row, event) => {
  if (event.target.closest("a,button,input,label,summary") || String(getSelection())) return;
  location.href = row.dataset.href;
});

// A form that cannot be undone says what it will do before it does it.
on("submit", "form[data-confirm]", (form, event) => {
  if (form.dataset.confirmed) return;
  event.preventDefault();
  const dialog = document.getElementById("confirm");
  dialog.querySelector("[data-words]").textContent = form.dataset.confirm;
  dialog.returnValue = "no";
  dialog.addEventListener("close", () => {
    if (dialog.returnValue !== "yes") return;
    form.dataset.confirmed = "1";
    form.requestSubmit(event.submitter ?? undefined);
  }, { once: true });
  dialog.showModal();
});

// What was typed is kept until it is sent; never for fields marked as secret.
const drafts = (form) => `draft:${location.pathname}:${form.dataset.draft}`;
for (const form of document.querySelectorAll("form[data-draft]")) {
  const fields = () => [...form.elements].filter((one) => one.name && !one.dataset.secret && !["hidden", "file", "password"].includes(one.type));
  try {
    const kept = JSON.parse(localStorage.getItem(drafts(form)) ?? "{}");
    for (const one of fields()) if (!one.value && kept[one.name]) one.value = kept[one.name];
    form.addEventListener("input", () => localStorage.setItem(drafts(form), JSON.stringify(Object.fromEntries(fields().map((one) => [one.name, one.value])))));
    form.addEventListener("submit", () => localStorage.removeItem(drafts(form)));
  } catch { /* storage may be off */ }
}

for (const zone of document.querySelectorAll("[data-drop]")) {
  const input = zone.querySelector("input[type=file]");
  const names = zone.querySelector("[data-names]");
  const show = () => { names.textContent = [...input.files].map((one) => `${one.name}（${Math.ceil(one.size / 1024)} KB）`).join("、"); };
  input.addEventListener("change", show);
  for (const type of ["dragover", "dragenter"]) zone.addEventListener(type, (event) => { event.preventDefault(); zone.classList.add("over"); });
  for (const type of ["dragleave", "drop"]) zone.addEventListener(type, () => zone.classList.remove("over"));
  zone.addEventListener("drop", (event) => { event.preventDefault(); input.files = event.dataTransfer.files; show(); });
}

for (const toast of document.querySelectorAll(".toasts .toast")) if (!toast.querySelector("a,button")) setTimeout(() => toast.remove(), 8000);

const rooms = { t: "/office/", e: "/office/registry/", w: "/office/payroll/", y: "/office/warning/" };
let waiting = false;
document.addEventListener("keydown", (event) => {
  if (event.target.closest("input,textarea,select") || event.ctrlKey || event.metaKey || event.altKey) return;
  if (waiting && rooms[event.key]) location.href = rooms[event.key];
  waiting = event.key === "g";
  if (event.key === "/") { event.preventDefault(); document.getElementById("search")?.focus(); }
  if (event.key === "?") document.getElementById("keys")?.showModal();
});
