// Runs before the page is drawn, so that a chosen theme or a narrow menu never flashes.
try {
  const theme = localStorage.getItem("theme");
  if (theme) document.documentElement.dataset.theme = theme;
  if (localStorage.getItem("menu") === "narrow") document.documentElement.classList.add("narrow");
} catch { /* storage may be off */ }
document.documentElement.classList.add("js");
