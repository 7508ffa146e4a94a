// Reads a worker's page aloud, in a voice that the device itself has: nothing leaves the device. No voice, no button.
const main = document.querySelector("main");
const SPOKEN = "h1, h2, h3, p, li, dt, dd, label, legend, td, th";
const spoken = () => [...main.querySelectorAll(SPOKEN)]
  .filter((one) => one.checkVisibility?.() !== false && !one.closest("button, .acts") && !one.querySelector(SPOKEN))
  .map((one) => one.innerText.trim())
  .filter(Boolean);
const voiceOf = (lang) => speechSynthesis.getVoices()
  .find((one) => one.localService && one.lang.replace("_", "-").toLowerCase().startsWith(lang.slice(0, 2).toLowerCase()));

function offer(voice) {
  const { aloudWords, hushWords } = document.body.dataset;
  const button = Object.assign(document.createElement("button"), { type: "button", className: "button quiet aloud" });
  const show = (speaking) => {
    button.textContent = speaking ? hushWords : aloudWords;
    button.setAttribute("aria-pressed", String(speaking));
  };
  const hush = () => { speechSynthesis.cancel(); show(false); };
  button.addEventListener("click", () => {
    if (button.getAttribute("aria-pressed") === "true") { hush(); return; }
    const parts = spoken().map((text) => Object.assign(new SpeechSynthesisUtterance(text), { voice, lang: voice.lang, rate: 0.9 }));
    parts.at(-1)?.addEventListener("end", () => show(false));
    show(true);
    parts.forEach((part) => speechSynthesis.speak(part));
  });
  addEventListener("pagehide", hush);
  show(false);
  main.querySelector("h1").before(button);
}

function look() {
  const voice = voiceOf(document.documentElement.lang);
  if (!voice || document.querySelector(".aloud")) return;
  offer(voice);
}

if (main && globalThis.speechSynthesis && globalThis.SpeechSynthesisUtterance) {
  look();
  speechSynthesis.addEventListener?.("voiceschanged", look);
}
