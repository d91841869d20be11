// After htmx swapped something in: its parts come to life, and the focus goes where the eye should go. Offline is said aloud.
export function start(wake) {
  document.addEventListener("htmx:after:swap", (event) => {
    const target = event.detail?.ctx?.target ?? event.target;
    const root = target?.isConnected ? target : document.querySelector("main");
    if (!root) return;
    wake(root.parentElement ?? root);
    if (document.activeElement === document.body) focusOn(root);
  });
  document.addEventListener("htmx:error", () => say(document.documentElement.lang === "en" ? OFFLINE.en : OFFLINE.nl));
}


const OFFLINE = {
  nl: "Geen verbinding. Wat u typte staat er nog. Probeer het zo opnieuw.",
  en: "No connection. What you typed is still there. Try again in a moment.",
};

function focusOn(root) {
  const wanted = root.querySelector("[autofocus], [data-focus], h1, h2") ?? root;
  if (!wanted.hasAttribute("tabindex")) wanted.tabIndex = -1;
  wanted.focus({ preventScroll: true });
}

function say(text) {
  const toasts = document.getElementById("toasts");
  if (!toasts || toasts.querySelector("[data-offline]")) return;
  const toast = document.createElement("div");
  toast.className = "dh-toast dh-toast--error";
  toast.dataset.offline = "";
  toast.textContent = text;
  toasts.append(toast);
  addEventListener("online", () => toast.remove(), { once: true });
}
