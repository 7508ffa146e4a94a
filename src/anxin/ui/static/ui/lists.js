// Lists: what was open stays open after a swap, choosing several rows, keeping the count of the chosen in view.
let columnsOpen = false;
let more = false;
const unfold = (form, open) => {
  form?.classList.toggle("more", open);
  form?.classList.toggle("rest", open);
  form?.querySelector("[data-more]")?.setAttribute("aria-expanded", String(open));
};
document.addEventListener("click", (event) => {
  const form = event.target.closest?.("[data-more]")?.form;
  if (form) { more = !form.classList.contains(form.querySelector(".rare") ? "rest" : "more"); unfold(form, more); }
});
document.addEventListener("htmx:beforeRequest", () => { columnsOpen = Boolean(document.querySelector("details.columns[open]")); });
document.addEventListener("htmx:afterSettle", () => {
  if (more) unfold(document.querySelector(".filters"), true);
  const columns = document.querySelector("details.columns");
  if (columns && columnsOpen) columns.open = true;
  count();
});

// Who comes back from a row finds the list where it was left, that row in focus.
const place = () => `row:${location.pathname}${location.search}`;
const kept = (act) => { try { return act(sessionStorage); } catch { return null; } }; // storage may be off
document.addEventListener("click", (event) => {
  const row = event.target.closest?.(".listing tr[data-href]");
  if (row && !event.target.closest("input")) kept((store) => store.setItem(place(), row.dataset.href));
});
addEventListener("pageshow", () => {
  const [how] = performance.getEntriesByType("navigation");
  const href = how?.type === "back_forward" && kept((store) => store.getItem(place()));
  if (href) document.querySelector(`.listing tr[data-href="${CSS.escape(href)}"] a[href]`)?.focus();
});

function count() {
  const bar = document.querySelector("[data-bulk]");
  if (!bar) return;
  const boxes = [...document.querySelectorAll("input[name=pk][form=bulk]")];
  const chosen = boxes.filter((one) => one.checked).length;
  bar.querySelector("[data-count]").textContent = String(chosen);
  bar.querySelectorAll("button").forEach((button) => { button.disabled = chosen === 0; });
  const all = document.querySelector("[data-all]");
  if (all) { all.checked = chosen > 0 && chosen === boxes.length; all.indeterminate = chosen > 0 && chosen < boxes.length; }
}
document.addEventListener("change", (event) => {
  if (event.target.matches("[data-all]")) {
    document.querySelectorAll("input[name=pk][form=bulk]").forEach((one) => { one.checked = event.target.checked; });
  }
  if (event.target.matches("[data-all], input[name=pk][form=bulk]")) count();
});
count();
