// Reads a worker's page aloud, in a voice that the device itself has: nothing leaves the device. No voice, no button.
const main = document.querySelector("main");
const SPOKEN = "h1, h2, h3, p, li, dt, dd, label, legend, td, th";
const SILENT = "button, select, textarea, script, style, .acts";
const spoken = () => [...main.querySelectorAll(SPOKEN)]
  .filter((one) => one.checkVisibility?.() !== false && !one.closest(SILENT) && !one.querySelector(SPOKEN))
  .flatMap(pieces);

// A sentence without a translation stands in Chinese among the others: each piece is read in its own language.
function pieces(block) {
  const found = [];
  const texts = document.createTreeWalker(block, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const { data, parentElement } = texts.currentNode;
    if (!data.trim() || parentElement.closest(SILENT) || parentElement.checkVisibility?.() === false) continue;
    const { lang } = parentElement.closest("[lang]");
    const text = data.replace(/\s+/g, " ");
    if (found.at(-1)?.lang === lang) found.at(-1).text += text;
    else found.push({ lang, text });
  }
  return found;
}
const voiceOf = (lang) => speechSynthesis.getVoices()
  .find((one) => one.localService && one.lang.replace("_", "-").toLowerCase().startsWith(lang.slice(0, 2).toLowerCase()));

function offer() {
  const { aloudWords, hushWords } = document.body.dataset;
  const button = Object.assign(document.createElement("button"), { type: "button", className: "button quiet aloud" });
  const show = (speaking) => {
    button.textContent = speaking ? hushWords : aloudWords;
    button.setAttribute("aria-pressed", String(speaking));
  };
  const hush = () => { speechSynthesis.cancel(); show(false); };
  button.addEventListener("click", () => {
    if (button.getAttribute("aria-pressed") === "true") { hush(); return; }
    const parts = spoken().flatMap(({ text, lang }) => {
      const voice = voiceOf(lang);
      return voice ? [Object.assign(new SpeechSynthesisUtterance(text.trim()), { voice, lang: voice.lang, rate: 0.9 })] : [];
    });
    parts.at(-1)?.addEventListener("end", () => show(false));
    show(true);
    parts.forEach((part) => speechSynthesis.speak(part));
  });
  addEventListener("pagehide", hush);
  show(false);
  main.querySelector("h1").before(button);
}

function look() {
  if (!document.querySelector(".aloud") && spoken().some(({ lang }) => voiceOf(lang))) offer();
}

if (main && globalThis.speechSynthesis && globalThis.SpeechSynthesisUtterance) {
  look();
  speechSynthesis.addEventListener?.("voiceschanged", look);
}
