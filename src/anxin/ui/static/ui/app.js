// The shell: menu, theme, toasts, dialogs, keyboard. Every page works without it.
export const on = (type, selector, act) => document.addEventListener(type, (event) => {
  const found = event.target.closest?.(selector);
  if (found) act(found, event);
});
const keep = (name, value) => { try { localStorage.setItem(name, value); } catch { /* storage may be off */ } };

on("click", "[data-toggle]", (button) => {
  const open = document.getElementById(button.dataset.toggle).classList.toggle("open");
  button.setAttribute("aria-expanded", String(open));
});

on("click", "[data-narrow]", (button) => {
  const narrow = document.documentElement.classList.toggle("narrow");
  button.setAttribute("aria-pressed", String(narrow));
  keep("menu", narrow ? "narrow" : "");
});

// Light, dark, then as the machine says: one button goes round.
on("click", "[data-theme-toggle]", (button) => {
  const root = document.documentElement;
  const next = { "": "light", light: "dark", dark: "" }[root.dataset.theme ?? ""];
  if (next) root.dataset.theme = next; else delete root.dataset.theme;
  keep("theme", next);
  const words = button.dataset[next || "auto"];
  if (words) { button.title = words; say({ text: words }); }
  document.dispatchEvent(new CustomEvent("theme"));
});

// A row opens its detail wherever it is clicked, except on what is itself a control or when text is being selected.
on("click", "tr[data-href]", (row, event) => {
  if (event.target.closest("a,button,input,label,summary") || String(getSelection())) return;
  if (event.ctrlKey || event.metaKey) open(row.dataset.href, "_blank", "noopener");
  else location.href = row.dataset.href;
});

// An act that cannot be undone says what it will do before it does it; the words stand on the form or on its button.
on("submit", "form", (form, event) => {
  const words = event.submitter?.dataset.confirm || form.dataset.confirm;
  const dialog = document.getElementById("confirm");
  if (!words || !dialog || form.dataset.confirmed) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  dialog.querySelector("[data-words]").textContent = words;
  dialog.returnValue = "no";
  dialog.addEventListener("close", () => {
    if (dialog.returnValue !== "yes") return;
    form.dataset.confirmed = "1";
    form.requestSubmit(event.submitter ?? undefined);
    delete form.dataset.confirmed;
  }, { once: true });
  dialog.showModal();
});

on("click", "[data-open]", (button) => document.getElementById(button.dataset.open)?.showModal());
on("click", "[data-close-toast]", (button) => button.closest(".toast").remove());
document.addEventListener("click", (event) => {
  for (const one of document.querySelectorAll("details.user[open], details.columns[open], details.bell[open]")) if (!one.contains(event.target)) one.open = false;
});

function fade(toast) {
  if (toast.matches(".toast-error") || toast.querySelector("form")) return;
  let left = setTimeout(() => toast.remove(), 8000);
  toast.addEventListener("mouseenter", () => clearTimeout(left));
  toast.addEventListener("mouseleave", () => { left = setTimeout(() => toast.remove(), 4000); });
}

export function say({ text, tone = "info" }) {
  const toast = document.createElement("div");
  toast.className = `toast toast-${tone}`;
  toast.textContent = text;
  document.getElementById("toasts")?.append(toast);
  setTimeout(() => toast.remove(), tone === "error" ? 15000 : 5000);
}
document.addEventListener("say", (event) => say(event.detail));
document.querySelectorAll(".toasts .toast").forEach(fade);

const words = document.body.dataset;

// What htmx fetched may be the log-in page (the session ended) or a refusal: neither belongs inside a list.
document.addEventListener("htmx:beforeSwap", ({ detail }) => {
  const at = detail.xhr.responseURL && new URL(detail.xhr.responseURL).pathname;
  if (at && at.startsWith("/accounts/")) { detail.shouldSwap = false; location.reload(); }
});
document.addEventListener("htmx:responseError", () => say({ text: words.failedWords ?? "", tone: "error" }));
document.addEventListener("htmx:sendError", () => say({ text: words.offlineWords ?? "", tone: "error" }));

// Keyboard: / finds, g and a letter goes to a room, ? explains, Escape closes the menu on phones.
let waiting = false;
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") document.querySelectorAll("details.user[open], details.columns[open], details.bell[open]").forEach((one) => { one.open = false; });
  if (event.target.closest?.("input,textarea,select,dialog") || event.ctrlKey || event.metaKey || event.altKey) return;
  const room = waiting && document.querySelector(`.menu a[data-jump="${CSS.escape(event.key)}"]`);
  waiting = event.key === "g";
  const act = /^[a-z]$/.test(event.key) && !event.repeat && document.querySelector(`main [data-key="${event.key}"]`);
  if (room) location.href = room.href;
  else if (act) { event.preventDefault(); act.click(); }
  else if (event.key === "/") { event.preventDefault(); document.getElementById("search")?.focus(); }
  else if (event.key === "?") document.getElementById("keys")?.showModal();
  else if (event.key === "j" || event.key === "k") step(event.key === "j" ? 1 : -1);
  else if (event.key === "x") event.target.closest?.(".listing tbody tr")?.querySelector("input[name=pk]")?.click();
  else if (event.target.closest?.(".listing tbody") && ["ArrowDown", "ArrowUp"].includes(event.key)) {
    event.preventDefault();
    step(event.key === "ArrowDown" ? 1 : -1);
  }
});

// j and k walk the rows of a list, once in it the arrows too; Enter on the row's own link opens it, x ticks it.
function step(by) {
  const links = [...document.querySelectorAll(".listing tbody tr td a[href]:first-of-type")]
    .filter((link, order, all) => all.findIndex((one) => one.closest("tr") === link.closest("tr")) === order);
  if (!links.length) return;
  const at = links.findIndex((link) => link.closest("tr").contains(document.activeElement));
  links[Math.min(links.length - 1, Math.max(0, at + by))].focus();
}
